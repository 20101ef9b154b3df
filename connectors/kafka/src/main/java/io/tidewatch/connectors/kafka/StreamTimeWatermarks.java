package io.tidewatch.connectors.kafka;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/**
 * Watermarks of one partition: the latest time of a valid event or heartbeat, less the bound. What
 * was refused or removed says nothing about stream time: a broken clock in a bad record must not
 * make good events late.
 */
final class StreamTimeWatermarks implements WatermarkGenerator<Inbound> {
  private final long boundMillis;
  private long latestMillis;

  StreamTimeWatermarks(long boundMillis) {
    this.boundMillis = boundMillis;
    this.latestMillis = Long.MIN_VALUE + boundMillis + 1;
  }

  /** Returns the timestamp of an element, in milliseconds. */
  static long timestamp(Inbound inbound, long kafkaTimestamp) {
    if (inbound instanceof Inbound.Accepted accepted) {
      return Math.floorDiv(accepted.event().availableAtMicros(), 1_000L);
    }
    if (inbound instanceof Inbound.Heartbeat heartbeat) {
      return Math.floorDiv(heartbeat.atMicros(), 1_000L);
    }
    return kafkaTimestamp;
  }

  @Override
  public void onEvent(Inbound inbound, long timestamp, WatermarkOutput output) {
    if (inbound instanceof Inbound.Accepted || inbound instanceof Inbound.Heartbeat) {
      latestMillis = Math.max(latestMillis, timestamp);
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    output.emitWatermark(new Watermark(latestMillis - boundMillis - 1));
  }
}
