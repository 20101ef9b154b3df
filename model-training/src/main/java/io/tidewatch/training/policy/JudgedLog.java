package io.tidewatch.training.policy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Decisions of a log as a policy sees them that is to be judged: one call of {@link #add} each.
 * Decisions of one customer are not independent, so customers are what is resampled. Not
 * thread-safe.
 *
 * <pre>{@code
 * JudgedLog log = new JudgedLog();
 * log.add("customer-1", 0.5 / 0.25, 1, 0.3, 0.2);
 * OffPolicyEstimates estimates = log.estimate(1_000, 1);
 * }</pre>
 */
public final class JudgedLog {
  private final Map<String, LogSums> byCustomer = new HashMap<>();
  private final List<LogSums> customers = new ArrayList<>();
  private final LogSums all = new LogSums();
  private double squaredWeight;
  private double largestWeight;

  /**
   * Adds a decision.
   *
   * @param customer whose decision it is: those of one customer are resampled together
   * @param weight probability of the logged choice under the judged policy over that under the
   *     logging one, at least 0
   * @param reward what came of it
   * @param modelled reward that a model expects of the logged choice; the model must not have seen
   *     this decision
   * @param expected reward that the model expects of the judged policy's choices
   * @throws IllegalArgumentException if a value is no finite number, or the weight below 0
   */
  public void add(String customer, double weight, double reward, double modelled, double expected) {
    if (!(weight >= 0) || !Double.isFinite(weight + reward + modelled + expected)) {
      throw new IllegalArgumentException(
          "decision %d: weight %s, reward %s, modelled %s and expected %s must be finite, and the weight at least 0; is a logged propensity 0?"
              .formatted((long) all.decisions, weight, reward, modelled, expected));
    }
    LogSums sums = byCustomer.get(customer);
    if (sums == null) {
      sums = new LogSums();
      byCustomer.put(customer, sums);
      customers.add(sums);
    }
    sums.add(weight, reward, modelled, expected);
    all.add(weight, reward, modelled, expected);
    squaredWeight += weight * weight;
    largestWeight = Math.max(largestWeight, weight);
  }

  /**
   * Estimates by every estimator. Costs one addition per customer and resample.
   *
   * @param resamples how many resamples the intervals come from, at least 1
   * @param seed draws the resamples
   * @throws IllegalStateException if no decision was added
   */
  public OffPolicyEstimates estimate(int resamples, long seed) {
    if (customers.isEmpty()) {
      throw new IllegalStateException("the log has no decision to judge by");
    }
    SplittableRandom random = new SplittableRandom(seed);
    Map<Estimator, double[]> resampled = new EnumMap<>(Estimator.class);
    for (Estimator estimator : Estimator.values()) {
      resampled.put(estimator, new double[resamples]);
    }
    for (int i = 0; i < resamples; i++) {
      LogSums sums = new LogSums();
      for (int drawn = 0; drawn < customers.size(); drawn++) {
        sums.add(customers.get(random.nextInt(customers.size())));
      }
      int resample = i;
      resampled.forEach((estimator, values) -> values[resample] = estimator.of(sums));
    }
    Map<Estimator, Interval> estimates = new EnumMap<>(Estimator.class);
    resampled.forEach(
        (estimator, values) ->
            estimates.put(estimator, Percentiles.interval(estimator.of(all), values)));
    return new OffPolicyEstimates(
        (int) all.decisions,
        customers.size(),
        squaredWeight == 0 ? 0 : all.weight * all.weight / squaredWeight,
        all.weight / all.decisions,
        largestWeight,
        estimates);
  }
}
