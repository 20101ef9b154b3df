package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.connectors.kafka.Inbound;
import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class EventRouterTest {
  private static final byte[] VALUE = "call 13812345678".getBytes(StandardCharsets.UTF_8);

  @Test
  void sendsEventsOnAndRefusedRecordsToTheDeadLettersAndLetsHeartbeatsEnd() throws Exception {
    try (var router = router()) {
      router.open();
      router.processElement(element(event()));
      router.processElement(element(new Inbound.Heartbeat(Topic.PURCHASES, 1)));
      router.processElement(element(new Inbound.Removed(Topic.CUSTOMERS, "c", 1)));
      router.processElement(element(refused()));

      assertThat(router.extractOutputValues())
          .extracting(EventRouter::customerId)
          .containsExactly("c", "c");
      assertThat(router.getSideOutput(EventRouter.DEAD_LETTERS)).hasSize(1);
      assertThat(deadLettered(router)).isEqualTo(1);
    }
  }

  @Test
  void countsDeadLettersOnAfterARestart() throws Exception {
    try (var before = router();
        var after = router()) {
      before.open();
      before.processElement(element(refused()));
      before.processElement(element(refused()));
      var snapshot = before.snapshot(1, 1);
      before.processElement(element(refused()));
      after.initializeState(snapshot);
      after.open();
      after.processElement(element(refused()));
      assertThat(deadLettered(before)).isEqualTo(3);
      assertThat(deadLettered(after)).isEqualTo(3);
    }
  }

  @Test
  void aRefusedTicketLeavesNothingOfItsText() throws Exception {
    try (var router = router()) {
      router.open();
      router.processElement(element(refused("tickets")));
      router.processElement(element(refused("purchases")));
      List<DeadLetter> letters =
          router.getSideOutput(EventRouter.DEAD_LETTERS).stream()
              .map(record -> (DeadLetter) record.getValue())
              .toList();
      assertThat(letters.get(0).getValue()).isNull();
      assertThat(letters.get(0).getDetail()).contains("not copied");
      assertThat(letters.get(1).getValue()).isEqualTo(ByteBuffer.wrap(VALUE));
    }
  }

  private static long deadLettered(OneInputStreamOperatorTestHarness<Inbound, Inbound> router) {
    Map<String, Object> values = new HashMap<>();
    router
        .getEnvironment()
        .getAccumulatorRegistry()
        .getUserMap()
        .forEach((name, accumulator) -> values.put(name, accumulator.getLocalValue()));
    return EventCounts.of(values).get("purchases").deadLettered();
  }

  private static OneInputStreamOperatorTestHarness<Inbound, Inbound> router() throws Exception {
    OneInputStreamOperatorTestHarness<Inbound, Inbound> router =
        new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new EventRouter()));
    router.setup(RecordTypes.inbound().createSerializer(new SerializerConfigImpl()));
    return router;
  }

  private static StreamRecord<Inbound> element(Inbound inbound) {
    return new StreamRecord<>(inbound);
  }

  private static Inbound event() {
    return new Inbound.Accepted(TestEvents.click("k", "c", TestEvents.START));
  }

  private static Inbound refused() {
    return refused("purchases");
  }

  private static Inbound refused(String topic) {
    return new Inbound.Refused(
        DeadLetter.newBuilder()
            .setTopic(topic)
            .setPartition(0)
            .setOffset(1)
            .setRecordedAt(TestEvents.START)
            .setRefusedAt(TestEvents.START)
            .setReason(DeadLetterReason.NOT_FRAMED)
            .setDetail("test")
            .setValue(ByteBuffer.wrap(VALUE))
            .build());
  }
}
