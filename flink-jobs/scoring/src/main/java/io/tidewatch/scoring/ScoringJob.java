package io.tidewatch.scoring;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The scoring job, wired. */
public final class ScoringJob {
  private ScoringJob() {}

  /**
   * Returns Flink's settings that the job wants (RocksDB with incremental checkpoints, restart
   * strategy, buffer timeout), overridden by the configuration's {@code flink.} keys. {@link
   * #build} applies them; whoever starts a cluster for the job needs them before.
   */
  public static Configuration flinkSettings(ScoringConfig config) {
    throw new UnsupportedOperationException();
  }

  /** Adds the whole job to an environment; the caller executes it. */
  public static void build(StreamExecutionEnvironment env, ScoringConfig config) {
    throw new UnsupportedOperationException();
  }

  /** Runs the job: {@code --config FILE}. */
  public static void main(String[] args) throws Exception {
    throw new UnsupportedOperationException();
  }
}
