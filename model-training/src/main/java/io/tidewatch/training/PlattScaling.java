package io.tidewatch.training;

/**
 * A straight line through the log odds that makes probabilities honest (Platt 1999): {@code
 * sigmoid(slope * logit(p) + offset)}. Ranks do not change.
 *
 * @param slope above 0
 * @param offset shift of the log odds
 */
public record PlattScaling(double slope, double offset) {
  private static final int ITERATIONS = 50;
  private static final double EDGE = 1e-7;
  // Pulls towards "no change" as much as so many cases would.
  private static final double PRIOR = 25;

  /** Fits probabilities to what happened, by Newton's method on the log likelihood. */
  public static PlattScaling fit(double[] probabilities, boolean[] labels) {
    double slope = 1;
    double offset = 0;
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double gradientSlope = PRIOR * (slope - 1);
      double gradientOffset = PRIOR * offset;
      double slopeSlope = PRIOR;
      double slopeOffset = 0;
      double offsetOffset = PRIOR;
      for (int i = 0; i < labels.length; i++) {
        double z = logit(probabilities[i]);
        double p = sigmoid(slope * z + offset);
        double miss = p - (labels[i] ? 1 : 0);
        double weight = p * (1 - p);
        gradientSlope += miss * z;
        gradientOffset += miss;
        slopeSlope += weight * z * z;
        slopeOffset += weight * z;
        offsetOffset += weight;
      }
      double determinant = slopeSlope * offsetOffset - slopeOffset * slopeOffset;
      double stepSlope =
          (gradientSlope * offsetOffset - gradientOffset * slopeOffset) / determinant;
      double stepOffset = (gradientOffset * slopeSlope - gradientSlope * slopeOffset) / determinant;
      slope = Math.max(0.1, slope - stepSlope);
      offset -= stepOffset;
      if (Math.abs(stepSlope) + Math.abs(stepOffset) < 1e-9) {
        break;
      }
    }
    return new PlattScaling(slope, offset);
  }

  public double apply(double probability) {
    return sigmoid(slope * logit(probability) + offset);
  }

  private static double logit(double p) {
    double inside = Math.max(EDGE, Math.min(1 - EDGE, p));
    return Math.log(inside / (1 - inside));
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }
}
