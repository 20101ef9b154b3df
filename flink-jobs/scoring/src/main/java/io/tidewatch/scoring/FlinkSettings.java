package io.tidewatch.scoring;

import java.util.Map;
import org.apache.flink.configuration.Configuration;

/** The settings of Flink that the job was built and measured for. */
final class FlinkSettings {

  /** What holds unless the configuration says otherwise. */
  static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          // Larger than memory, and only changes go into a checkpoint.
          Map.entry("state.backend.type", "rocksdb"),
          Map.entry("execution.checkpointing.incremental", "true"),
          // Set up for point reads and writes of small values; each value with its reason.
          Map.entry("state.backend.rocksdb.options-factory", RocksDbOptions.class.getName()),
          // A restart repeats at most so much. Each checkpoint flushes what would else be written
          // once instead of several times; exactly-once output is visible this late.
          Map.entry("execution.checkpointing.interval", "60 s"),
          Map.entry("execution.checkpointing.mode", "EXACTLY_ONCE"),
          // A broken broker must not be hammered, and must not end the job.
          Map.entry("restart-strategy.type", "exponential-delay"),
          Map.entry("restart-strategy.exponential-delay.initial-backoff", "1 s"),
          Map.entry("restart-strategy.exponential-delay.max-backoff", "1 min"),
          // Latency: records wait at most so long for others to share a network buffer ...
          Map.entry("execution.buffer-timeout.interval", "1 ms"),
          // ... and stream time moves this often.
          Map.entry("pipeline.auto-watermark-interval", "50 ms"),
          // No operator changes or keeps a record that it got or gave.
          Map.entry("pipeline.object-reuse", "true"),
          // A type without its own serializer is an error, not Kryo.
          Map.entry("pipeline.generic-types", "false"));

  private FlinkSettings() {}

  static Configuration of(ScoringConfig config) {
    Configuration settings = Configuration.fromMap(DEFAULTS);
    settings.addAll(config.flink());
    return settings;
  }
}
