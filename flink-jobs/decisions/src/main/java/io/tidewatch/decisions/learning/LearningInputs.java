package io.tidewatch.decisions.learning;

import io.tidewatch.customer.ExactMath;
import java.util.List;

/**
 * What is known of a customer and an offer at the moment of a decision, as far as the propensity
 * depends on it.
 *
 * @param affinity the recommender's probability that the next purchase is in one of the offer's
 *     categories, 0 to 1
 * @param churn churn probability, 0 to 1
 * @param purchases purchases so far; 0 for a new customer
 */
public record LearningInputs(double affinity, double churn, long purchases) {
  /** Inputs of the model, in the order of {@link #vector}. */
  public static final List<String> NAMES = List.of("one", "affinity", "churn", "newcomer");

  static final int SIZE = NAMES.size();

  // Log-odds beyond these are numerically alike, and infinite at 0 and 1.
  private static final double LEAST = 1e-4;
  // An affinity of 5 % becomes about 0, one of 27 % about 1.
  private static final double CENTRE = 3;
  private static final double SCALE = 0.5;

  /** Refuses what no model can have said. */
  public LearningInputs {
    if (!(affinity >= 0 && affinity <= 1)) {
      throw new IllegalArgumentException("affinity=" + affinity + " must be 0 to 1");
    }
    if (!(churn >= 0 && churn <= 1)) {
      throw new IllegalArgumentException("churn=" + churn + " must be 0 to 1");
    }
    if (purchases < 0) {
      throw new IllegalArgumentException("purchases=" + purchases + " must be >= 0");
    }
  }

  /** Returns the model's inputs, {@code [4]}, all of about unit size. */
  double[] vector() {
    double clipped = Math.max(LEAST, Math.min(1 - LEAST, affinity));
    double logOdds = ExactMath.log(clipped / (1 - clipped));
    return new double[] {1, (logOdds + CENTRE) * SCALE, churn - 0.5, 1.0 / (1 + purchases)};
  }
}
