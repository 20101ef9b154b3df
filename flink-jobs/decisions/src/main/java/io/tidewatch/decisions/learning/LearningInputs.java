package io.tidewatch.decisions.learning;

import io.tidewatch.customer.ExactMath;
import java.util.List;
import java.util.Objects;

/**
 * What is known of a customer and an offer at the moment of a decision, as far as the propensity
 * depends on it. Immutable.
 */
public final class LearningInputs {
  /** Inputs of the model, in the order of {@link #vector}. */
  public static final List<String> NAMES = List.of("one", "affinity", "churn", "newcomer");

  static final int SIZE = NAMES.size();

  // Log-odds beyond these are numerically alike, and infinite at 0 and 1.
  private static final double LEAST = 1e-4;
  // An affinity of 5 % becomes about 0, one of 27 % about 1.
  private static final double CENTRE = 3;
  private static final double SCALE = 0.5;

  private final double affinity;
  private final double churn;
  private final long purchases;
  private final double[] vector;

  /**
   * Refuses what no model can have said.
   *
   * @param affinity the recommender's probability that the next purchase is in one of the offer's
   *     categories, 0 to 1
   * @param churn churn probability, 0 to 1
   * @param purchases purchases so far; 0 for a new customer
   */
  public LearningInputs(double affinity, double churn, long purchases) {
    if (!(affinity >= 0 && affinity <= 1)) {
      throw new IllegalArgumentException("affinity=" + affinity + " must be 0 to 1");
    }
    if (!(churn >= 0 && churn <= 1)) {
      throw new IllegalArgumentException("churn=" + churn + " must be 0 to 1");
    }
    if (purchases < 0) {
      throw new IllegalArgumentException("purchases=" + purchases + " must be >= 0");
    }
    this.affinity = affinity;
    this.churn = churn;
    this.purchases = purchases;
    double clipped = Math.max(LEAST, Math.min(1 - LEAST, affinity));
    double logOdds = ExactMath.log(clipped / (1 - clipped));
    vector = new double[] {1, (logOdds + CENTRE) * SCALE, churn - 0.5, 1.0 / (1 + purchases)};
  }

  /** Returns the recommender's probability, 0 to 1. */
  public double affinity() {
    return affinity;
  }

  /** Returns the churn probability, 0 to 1. */
  public double churn() {
    return churn;
  }

  /** Returns the purchases so far. */
  public long purchases() {
    return purchases;
  }

  /** Returns the model's inputs, {@code [4]}, all of about unit size; not to be changed. */
  double[] vector() {
    return vector;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LearningInputs that
        && affinity == that.affinity
        && churn == that.churn
        && purchases == that.purchases;
  }

  @Override
  public int hashCode() {
    return Objects.hash(affinity, churn, purchases);
  }

  @Override
  public String toString() {
    return "affinity %s, churn %s, %d purchases".formatted(affinity, churn, purchases);
  }
}
