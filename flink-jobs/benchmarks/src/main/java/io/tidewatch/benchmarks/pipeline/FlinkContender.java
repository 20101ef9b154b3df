package io.tidewatch.benchmarks.pipeline;

import io.tidewatch.scoring.ScoringConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job under measurement. */
public interface FlinkContender {
  /** Adds the job to an environment. */
  void build(StreamExecutionEnvironment env, ScoringConfig config);

  /** Returns the name of the operator that gets every event once. */
  String operator();
}
