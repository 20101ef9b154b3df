package io.tidewatch.scoring;

import static io.tidewatch.scoring.TestEvents.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.Micros;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class TruthOperatorTest {
  private static final int HORIZON = 28;

  @Test
  void saysAfterTheHorizonWhoBoughtAndWhoDidNot() throws Exception {
    try (var truth = truth()) {
      truth.open();
      send(truth, scored("buys", 1, "a", 0.2f));
      send(truth, scored("leaves", 1, "a", 0.9f));
      send(truth, bought("buys", 20));
      truth.processWatermark(new Watermark(day(28.9).toEpochMilli()));
      assertThat(truth.extractOutputValues()).isEmpty();
      truth.processWatermark(new Watermark(day(29.1).toEpochMilli()));
      assertThat(truth.extractOutputValues())
          .containsExactlyInAnyOrder(
              new Observation.Matured("a", 0.2f, false), new Observation.Matured("a", 0.9f, true));
      assertThat(truth.numKeyedStateEntries()).isZero();
    }
  }

  @Test
  void onlyPurchasesInsideTheHorizonCount() throws Exception {
    try (var truth = truth()) {
      truth.open();
      send(truth, scored("before", 10, "a", 0.1f));
      send(truth, bought("before", 10));
      send(truth, scored("last", 10, "a", 0.2f));
      send(truth, bought("last", 38));
      send(truth, scored("after", 10, "a", 0.3f));
      send(truth, bought("after", 38.01));
      truth.processWatermark(new Watermark(day(39).toEpochMilli()));
      assertThat(truth.extractOutputValues())
          .containsExactlyInAnyOrder(
              new Observation.Matured("a", 0.1f, true),
              new Observation.Matured("a", 0.2f, false),
              new Observation.Matured("a", 0.3f, true));
    }
  }

  @Test
  void ofAReleaseAndACustomerOneScoreWaitsAtATime() throws Exception {
    try (var truth = truth()) {
      truth.open();
      for (int day = 0; day < 100; day++) {
        truth.processWatermark(new Watermark(day(day).toEpochMilli() - 1));
        send(truth, scored("c", day, "a", day / 100f));
        send(truth, scored("c", day, "b", day / 100f));
        assertThat(truth.numKeyedStateEntries()).isLessThanOrEqualTo(2);
      }
      assertThat(truth.extractOutputValues()).hasSize(6);
    }
  }

  @Test
  void forgetsWhoIsErased() throws Exception {
    try (var truth = truth()) {
      truth.open();
      send(truth, scored("c", 1, "a", 0.5f));
      send(truth, TruthSignal.erased("c"));
      assertThat(truth.numKeyedStateEntries()).isZero();
      assertThat(truth.numEventTimeTimers()).isZero();
      truth.processWatermark(new Watermark(day(40).toEpochMilli()));
      assertThat(truth.extractOutputValues()).isEmpty();
    }
  }

  @Test
  void theEndOfTheInputIsNotTheEndOfAHorizon() throws Exception {
    try (var truth = truth()) {
      truth.open();
      send(truth, scored("c", 1, "a", 0.5f));
      truth.processWatermark(Watermark.MAX_WATERMARK);
      assertThat(truth.extractOutputValues()).isEmpty();
    }
  }

  @Test
  void waitsOnAfterARestart() throws Exception {
    OperatorSubtaskState snapshot;
    try (var truth = truth()) {
      truth.open();
      send(truth, scored("c", 1, "a", 0.25f));
      send(truth, bought("c", 2));
      snapshot = truth.snapshot(1, 1);
    }
    try (var restored = truth()) {
      restored.initializeState(snapshot);
      restored.open();
      restored.processWatermark(new Watermark(day(30).toEpochMilli()));
      assertThat(restored.extractOutputValues())
          .isEqualTo(List.of(new Observation.Matured("a", 0.25f, false)));
    }
  }

  private static TruthSignal scored(String customer, double day, String sha256, float churn) {
    return TruthSignal.scored(customer, micros(day), sha256, HORIZON, churn);
  }

  private static TruthSignal bought(String customer, double day) {
    return TruthSignal.bought(customer, micros(day));
  }

  private static long micros(double day) {
    Instant at = day(day);
    return Micros.of(at);
  }

  private static void send(
      KeyedOneInputStreamOperatorTestHarness<String, TruthSignal, Observation> truth,
      TruthSignal signal)
      throws Exception {
    truth.processElement(signal, Micros.toInstant(signal.atMicros()).toEpochMilli());
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, TruthSignal, Observation> truth()
      throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new TruthOperator()), TruthSignal::customerId, Types.STRING);
    harness.setup(Observation.TYPE.createSerializer(new SerializerConfigImpl()));
    return harness;
  }
}
