package io.tidewatch.models.monitor;

import java.io.Serializable;

/**
 * When guards judge, and beyond what they trip.
 *
 * @param windowScorings scorings of a window; it is judged when it has that many, and begins anew
 * @param minScorings scorings of one occasion in a window below which that occasion is not judged;
 *     at most half a window, so that one of the two always is
 * @param probationScorings scorings after a swap in which a shift of scores, alerts or costs is
 *     laid to the release; later it is the customers who change, and another release would not help
 * @param scoreShift {@link Psi} of the scores against the reference
 * @param alertChange how far the share of scores that reach the threshold of alerts may move, 0 to
 *     1; less than half or more than twice the share before it must be, too
 * @param scoringNanos median cost of a scoring in nanoseconds
 * @param minOutcomes matured scores below which truth is not judged
 * @param aucLoss how far the AUC may surely fall below the reference's
 * @param calibrationLoss how far the calibration error may lie above the reference's
 */
public record GuardRules(
    int windowScorings,
    int minScorings,
    long probationScorings,
    double scoreShift,
    double alertChange,
    long scoringNanos,
    int minOutcomes,
    double aucLoss,
    double calibrationLoss)
    implements Serializable {

  /** The rules that hold if nobody says otherwise. */
  public static final GuardRules DEFAULT =
      new GuardRules(1_000, 500, 100_000, 0.5, 0.1, 1_000_000, 500, 0.1, 0.15);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the rule that is out of range
   */
  public GuardRules {
    require(windowScorings >= 2, "windowScorings", windowScorings, "at least 2");
    require(
        minScorings >= 1 && minScorings <= windowScorings / 2,
        "minScorings",
        minScorings,
        "1 to " + windowScorings / 2 + ", half a window");
    require(probationScorings >= 0, "probationScorings", probationScorings, "at least 0");
    require(scoreShift > 0, "scoreShift", scoreShift, "above 0");
    require(alertChange > 0 && alertChange <= 1, "alertChange", alertChange, "in (0, 1]");
    require(scoringNanos > 0, "scoringNanos", scoringNanos, "above 0");
    require(minOutcomes >= 10, "minOutcomes", minOutcomes, "at least 10");
    require(aucLoss > 0 && aucLoss <= 1, "aucLoss", aucLoss, "in (0, 1]");
    require(
        calibrationLoss > 0 && calibrationLoss <= 1,
        "calibrationLoss",
        calibrationLoss,
        "in (0, 1]");
  }

  private static void require(boolean holds, String rule, Number found, String right) {
    if (!holds) {
      throw new IllegalArgumentException(rule + "=" + found + " must be " + right);
    }
  }
}
