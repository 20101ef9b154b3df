package io.tidewatch.benchmarks.latency;

import io.tidewatch.benchmarks.job.JobPlan;
import java.util.Map;

/**
 * A job under one setting. Immutable.
 *
 * @param name in reports
 * @param job which job
 * @param settings what differs from the defaults
 */
record Contender(String name, JobPlan.Kind job, Map<String, String> settings) {
  static final String SCORING = "scoring";
  static final String PASS_THROUGH = "passThrough";

  Contender {
    settings = Map.copyOf(settings);
  }

  static Contender scoring(Map<String, String> settings) {
    return new Contender(SCORING, JobPlan.Kind.SCORING, settings);
  }

  static Contender passThrough(Map<String, String> settings) {
    return new Contender(PASS_THROUGH, JobPlan.Kind.PASS_THROUGH, settings);
  }

  /** Returns whether decisions come out with the next checkpoint only. */
  boolean isTransactional() {
    return settings.getOrDefault("delivery", "").equals("exactly-once");
  }
}
