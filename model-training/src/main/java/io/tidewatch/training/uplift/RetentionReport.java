package io.tidewatch.training.uplift;

import io.tidewatch.schemas.RetentionVerdict;
import java.util.Map;
import java.util.Optional;

/**
 * What retention actions should have saved, and what they did. Immutable. Money in minor units.
 *
 * @param currency currency of the policy's costs; empty if no alert said one
 * @param verdicts alerts by what came of looking for an action
 * @param actions what was taken, by action
 * @param measured what actions changed; empty where too few customers are held out by lot
 * @param treated customers with an action whose days are over
 * @param heldOut customers whose days are over and for whom an action was not taken by lot
 */
public record RetentionReport(
    String currency,
    Map<RetentionVerdict, Long> verdicts,
    Map<String, Taken> actions,
    Optional<Measured> measured,
    long treated,
    long heldOut) {

  /** Copies. */
  public RetentionReport {
    verdicts = Map.copyOf(verdicts);
    actions = Map.copyOf(actions);
  }

  /**
   * What one action should bring.
   *
   * @param times how often it was taken
   * @param savedMarginMinor margin expected to be saved
   * @param expectedCostMinor cost expected
   * @param reservedMinor taken out of the budgets
   */
  public record Taken(
      long times, double savedMarginMinor, double expectedCostMinor, long reservedMinor) {
    /** Nothing. */
    public static final Taken NONE = new Taken(0, 0, 0, 0);

    /** Returns the sum of both. */
    public Taken plus(Taken other) {
      return new Taken(
          times + other.times,
          savedMarginMinor + other.savedMarginMinor,
          expectedCostMinor + other.expectedCostMinor,
          reservedMinor + other.reservedMinor);
    }
  }

  /**
   * What actions changed, beside customers held out.
   *
   * @param sampleRatio whether the groups, first those with an action, are as large as by lot
   * @param stayed share of customers who bought
   * @param spent money paid less money refunded, per customer
   * @param retained the same times the margin that the policy says, before the cost of the actions
   */
  public record Measured(
      SampleRatio sampleRatio, AverageEffect stayed, AverageEffect spent, AverageEffect retained) {}

  /** Returns the margin that all actions taken were expected to save. */
  public double savedMarginMinor() {
    return actions.values().stream().mapToDouble(Taken::savedMarginMinor).sum();
  }
}
