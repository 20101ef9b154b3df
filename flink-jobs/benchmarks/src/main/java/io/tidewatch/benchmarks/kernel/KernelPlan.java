package io.tidewatch.benchmarks.kernel;

import java.time.Duration;
import java.util.List;

/**
 * What is run.
 *
 * @param cases what is computed
 * @param batches numbers of rows
 * @param rounds how often all contenders are gone through
 * @param iteration how long one turn lasts
 * @param quick whether a turn is warmed up and measured once only
 */
record KernelPlan(
    List<KernelCase> cases, List<Integer> batches, int rounds, Duration iteration, boolean quick) {
  /** Returns iterations of a turn before it is measured. */
  int warmUps(Contender contender) {
    return quick ? 1 : contender.warmUps();
  }

  /** Returns measured iterations of a turn. */
  int measurements(Contender contender) {
    return quick ? 1 : contender.measurements();
  }
}
