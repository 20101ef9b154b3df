package io.tidewatch.benchmarks.pipeline;

import io.tidewatch.scoring.ScoringConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The least that a job can do: what was read is written. */
public final class PassThroughContender implements FlinkContender {
  /** Where the copies go. */
  public static final String TOPIC = "bench-pass-through";

  @Override
  public void build(StreamExecutionEnvironment env, ScoringConfig config) {
    RawSink.add(RawEvents.from(env, config), TOPIC, config);
  }

  @Override
  public String operator() {
    return "sink: Writer";
  }
}
