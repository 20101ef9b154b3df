package io.tidewatch.training.policy;

import java.util.List;

/**
 * What was found on the Open Bandit Dataset. Immutable.
 *
 * @param data where it was read
 * @param resamples resamples of each interval
 * @param judgements one per campaign and judged policy
 * @param simulation how the estimators do where the truth is known
 * @param seconds how long it took
 */
public record OpenBanditReport(
    String data,
    int resamples,
    List<Judgement> judgements,
    SimulationReport simulation,
    double seconds) {

  public OpenBanditReport {
    judgements = List.copyOf(judgements);
  }

  /**
   * A policy, judged by the log of the other one.
   *
   * @param campaign name of the campaign
   * @param policy the judged policy: {@code random} or {@code bts}
   * @param log the policy that wrote the log
   * @param items items that may be shown
   * @param clickRate share of impressions clicked in the judged policy's own log, with the exact
   *     binomial interval: what the estimates should come to
   * @param estimates clicks per impression
   */
  public record Judgement(
      String campaign,
      String policy,
      String log,
      int items,
      Interval clickRate,
      OffPolicyEstimates estimates) {

    /** Returns how far an estimate lies from the policy's own click rate, as a share of it. */
    public double relativeError(Estimator estimator) {
      return Math.abs(estimates.of(estimator).value() - clickRate.value()) / clickRate.value();
    }
  }
}
