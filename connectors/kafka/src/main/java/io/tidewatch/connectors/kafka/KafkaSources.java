package io.tidewatch.connectors.kafka;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.kafka.source.KafkaSource;

/** Builds the Flink sources: one over the event topics, one over the control topics. */
public final class KafkaSources {
  private KafkaSources() {}

  /**
   * Returns a source over the six event topics. No record makes it fail: what cannot be used comes
   * out as {@link Inbound.Refused}. A registry that stays away does fail it.
   */
  public static KafkaSource<Inbound> events(ReadableConfig config) {
    throw new UnsupportedOperationException();
  }

  /** Returns the timestamps and per-partition watermarks that belong to {@link #events}. */
  public static WatermarkStrategy<Inbound> eventWatermarks(ReadableConfig config) {
    throw new UnsupportedOperationException();
  }

  /**
   * Returns a source over the control topics that always reads from the first record, so that a job
   * knows every offer, policy and model after it has caught up. Meant for parallelism 1.
   */
  public static KafkaSource<ControlRecord> control(ReadableConfig config) {
    throw new UnsupportedOperationException();
  }

  /** Returns the strategy for {@link #control}: never a watermark, idle at once. */
  public static WatermarkStrategy<ControlRecord> controlWatermarks() {
    throw new UnsupportedOperationException();
  }
}
