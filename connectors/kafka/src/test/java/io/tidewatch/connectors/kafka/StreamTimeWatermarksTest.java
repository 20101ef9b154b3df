package io.tidewatch.connectors.kafka;

import static io.tidewatch.connectors.kafka.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Topic;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.junit.jupiter.api.Test;

class StreamTimeWatermarksTest {
  private static final long BOUND = 5_000;
  private static final long LATER = NOW.toEpochMilli() + 1_000_000;

  private final StreamTimeWatermarks watermarks = new StreamTimeWatermarks(BOUND);
  private long emitted = Long.MIN_VALUE;

  @Test
  void followTheTimeAtWhichEventsWereAvailable() {
    take(new Inbound.Accepted(Event.of(Samples.purchase("c1"))), LATER);
    // The sample was received half a minute before NOW.
    assertThat(emitted).isEqualTo(NOW.toEpochMilli() - 30_000 - BOUND - 1);
  }

  @Test
  void neverGoBack() {
    take(new Inbound.Accepted(Event.of(Samples.click("c1", NOW))), LATER);
    take(new Inbound.Accepted(Event.of(Samples.click("c1", NOW.minusSeconds(90)))), LATER);
    assertThat(emitted).isEqualTo(NOW.toEpochMilli() - BOUND - 1);
  }

  @Test
  void followHeartbeats() {
    take(new Inbound.Heartbeat(Topic.TICKETS, LATER * 1_000), 0);
    assertThat(emitted).isEqualTo(LATER - BOUND - 1);
  }

  @Test
  void doNotFollowWhatWasRefusedOrRemoved() {
    take(new Inbound.Refused(new DeadLetter()), LATER);
    take(new Inbound.Removed(Topic.CUSTOMERS, "c1", LATER * 1_000), LATER);
    assertThat(emitted).isEqualTo(Long.MIN_VALUE);
  }

  private void take(Inbound inbound, long kafkaTimestamp) {
    WatermarkOutput output =
        new WatermarkOutput() {
          @Override
          public void emitWatermark(Watermark watermark) {
            emitted = watermark.getTimestamp();
          }

          @Override
          public void markIdle() {}

          @Override
          public void markActive() {}
        };
    watermarks.onEvent(inbound, StreamTimeWatermarks.timestamp(inbound, kafkaTimestamp), output);
    watermarks.onPeriodicEmit(output);
  }
}
