package io.tidewatch.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.benchmarks.workload.Workload;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.SuppressedKind;
import io.tidewatch.schemas.Suppression;
import io.tidewatch.schemas.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

final class DecisionDecoderTest {
  private final DecisionDecoder decoder = new DecisionDecoder();

  @Test
  void findsTheEventThatTriggeredAScore() throws Exception {
    assertThat(decoder.number(Topic.DECISION_LOG, framed(record("SCORE", "e4711"))))
        .isEqualTo(4711);
  }

  @Test
  void leavesOutWhatHasATopicOfItsOwn() throws Exception {
    assertThat(decoder.number(Topic.DECISION_LOG, framed(record("OFFER", "e4711")))).isEqualTo(-1);
  }

  @Test
  void leavesOutRescoringsAndForeignEvents() throws Exception {
    assertThat(decoder.number(Topic.DECISION_LOG, framed(record("SCORE", null)))).isEqualTo(-1);
    assertThat(decoder.number(Topic.SUPPRESSIONS, framed(suppression("else")))).isEqualTo(-1);
    assertThat(decoder.number(Topic.SUPPRESSIONS, framed(suppression("e12")))).isEqualTo(12);
  }

  @Test
  void readsTheNumberAtTheHeadOfEveryEvent() throws Exception {
    Workload workload = new Workload(100, 1);
    for (long number = 0; number < 500; number++) {
      Event event = workload.event(number * 1_000_003);
      assertThat(EventNumbers.ofEvent(framed(event.record()), DecisionDecoder.HEADER_BYTES))
          .isEqualTo(number * 1_000_003);
    }
  }

  private static DecisionRecord record(String kind, String trigger) {
    return DecisionRecord.newBuilder()
        .setDecisionId("d")
        .setCustomerId("c")
        .setDecidedAt(Instant.EPOCH)
        .setKind(io.tidewatch.schemas.DecisionKind.valueOf(kind))
        .setFeatures(List.of(1f, 2f))
        .setCatalogueDigest("x")
        .setChurn(0.5f)
        .setPurchase7(0.5f)
        .setExpectedSpendMinor(1f)
        .setModels(List.of())
        .setPolicyVersion("1")
        .setTriggerEventId(trigger)
        .build();
  }

  private static Suppression suppression(String trigger) {
    return Suppression.newBuilder()
        .setSuppressionId("s")
        .setCustomerId("c")
        .setDecidedAt(Instant.EPOCH)
        .setKind(SuppressedKind.OFFER)
        .setTriggerEventId(trigger)
        .setPolicyVersion("1")
        .build();
  }

  private static byte[] framed(SpecificRecord record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[DecisionDecoder.HEADER_BYTES]);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new SpecificDatumWriter<SpecificRecord>(record.getSchema()).write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}
