package io.tidewatch.training.skew;

/**
 * How far one feature of the live job is from the training's.
 *
 * @param feature its name
 * @param compared values that both sides have
 * @param mismatches of those, values that differ: counts at all, others by more than the tolerance
 * @param missing values that the training computes and the log lacks
 * @param extra values that the log has and the training cannot compute, because its history knows
 *     nothing of the customer
 * @param maxRelativeError largest {@code |live - trained| / max(1, |trained|)}
 * @param worst customer and time of the largest error; empty if there is none
 */
public record FeatureSkew(
    String feature,
    long compared,
    long mismatches,
    long missing,
    long extra,
    double maxRelativeError,
    String worst) {

  /** Returns the share of values that are not as they should be, 0 to 1. */
  public double share() {
    long all = compared + missing + extra;
    return all == 0 ? 0 : (mismatches + missing + extra) / (double) all;
  }
}
