package io.tidewatch.benchmarks.pipeline;

import io.tidewatch.scoring.ScoringConfig;
import io.tidewatch.scoring.ScoringJob;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The scoring job as it is, all outputs on. */
final class ScoringContender implements FlinkContender {
  @Override
  public void build(StreamExecutionEnvironment env, ScoringConfig config) {
    ScoringJob.build(env, config);
  }

  @Override
  public String operator() {
    return CustomerFill.CUSTOMERS;
  }
}
