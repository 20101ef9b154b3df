package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;

/** Builds the Flink sources: one over the event topics, one over the control topics. */
public final class KafkaSources {
  private KafkaSources() {}

  /**
   * Returns a source over the event topics. No record makes it fail: what cannot be used comes out
   * as {@link Inbound.Refused}. A registry that stays away does fail it.
   */
  public static KafkaSource<Inbound> events(ReadableConfig config) {
    return KafkaSource.<Inbound>builder()
        .setProperties(consumerProperties(config))
        .setTopics(names(Topic::isEvent))
        .setGroupId(config.get(KafkaOptions.GROUP_ID))
        .setClientIdPrefix(config.get(KafkaOptions.GROUP_ID) + "-events")
        .setStartingOffsets(new ResolvedOffsets(config.get(KafkaOptions.STARTING_OFFSETS)))
        .setDeserializer(
            new InboundDeserializer(
                RegistrySettings.of(config),
                maxDeadLetterBytes(config),
                CustomerKeys.configuration(config)))
        .build();
  }

  /**
   * Returns the timestamps and per-partition watermarks that belong to {@link #events}, and how far
   * partitions may run apart.
   */
  public static WatermarkStrategy<Inbound> eventWatermarks(ReadableConfig config) {
    long boundMillis = config.get(KafkaOptions.OUT_OF_ORDERNESS).toMillis();
    Duration idleness = config.get(KafkaOptions.IDLENESS);
    WatermarkStrategy<Inbound> strategy =
        WatermarkStrategy.<Inbound>forGenerator(context -> new StreamTimeWatermarks(boundMillis))
            .withTimestampAssigner(StreamTimeWatermarks::timestamp);
    Duration maxDrift = config.get(KafkaOptions.MAX_DRIFT);
    if (!maxDrift.isZero()) {
      strategy = strategy.withWatermarkAlignment("events", maxDrift);
    }
    return idleness.isZero() ? strategy : strategy.withIdleness(idleness);
  }

  /**
   * Returns a source over the control topics that always reads from the first record, so that a job
   * knows every offer, policy and model after it has caught up. Meant for parallelism 1.
   */
  public static KafkaSource<ControlRecord> control(ReadableConfig config) {
    return KafkaSource.<ControlRecord>builder()
        .setProperties(consumerProperties(config))
        .setTopics(names(Topic::isControl))
        .setGroupId(config.get(KafkaOptions.GROUP_ID) + "-control")
        .setClientIdPrefix(config.get(KafkaOptions.GROUP_ID) + "-control")
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setDeserializer(
            new ControlDeserializer(RegistrySettings.of(config), maxDeadLetterBytes(config)))
        .build();
  }

  /** Returns the strategy for {@link #control}: never a watermark, idle at once. */
  public static WatermarkStrategy<ControlRecord> controlWatermarks() {
    return WatermarkStrategy.forGenerator(context -> new AlwaysIdle());
  }

  private static Properties consumerProperties(ReadableConfig config) {
    Properties properties = ClientProperties.of(config);
    ClientProperties.setDefault(properties, "isolation.level", "read_committed");
    return properties;
  }

  private static List<String> names(Predicate<Topic> wanted) {
    return Arrays.stream(Topic.values()).filter(wanted).map(Topic::topicName).toList();
  }

  private static int maxDeadLetterBytes(ReadableConfig config) {
    return Math.toIntExact(config.get(KafkaOptions.DEAD_LETTER_MAX_BYTES).getBytes());
  }

  /** Keeps the control topics, on which nothing may happen for days, from holding time back. */
  private static final class AlwaysIdle implements WatermarkGenerator<ControlRecord> {
    @Override
    public void onEvent(ControlRecord record, long timestamp, WatermarkOutput output) {
      output.markIdle();
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      output.markIdle();
    }
  }
}
