package io.tidewatch.training.evaluation;

import java.util.List;

/**
 * Inputs made of nothing but repeats x, recency t_x and age T, in weeks: all that BG/NBD looks at,
 * too (Fader, Hardie and Lee 2005, eq. 6), in the terms in which its likelihood has them. Two weak
 * constants, the same for all data, keep rates and logarithms of who never came back finite.
 *
 * <pre>
 *   offset  log((x + 1/4) / (T + 5))              purchases a week, were the customer still there
 *   0       log(1 + x)
 *   1       t_x / T                               share of the age before the last purchase
 *   2       log(1 + T - t_x)                      silence
 *   3       log(T + 5)
 *   4       1 without a repeat
 *   5,6     s = (x + 1/4) log((T + 5) / (t_x + 5)) up to 8, and log(1 + s)
 *                                                 how unusual the silence is at that rate
 * </pre>
 */
final class RhythmInputs {
  private static final double REPEATS = 0.25;
  private static final double WEEKS = 5;
  private static final double MOST_UNUSUAL = 8;

  private RhythmInputs() {}

  /** Returns the inputs of one head that forecasts purchases, with what came as its label. */
  static Examples of(List<PurchaseCase> cases) {
    float[][] rows = new float[cases.size()][];
    float[] offsets = new float[rows.length];
    float[] labels = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      PurchaseSummary c = cases.get(i).summary();
      rows[i] = row(c);
      offsets[i] = (float) Math.log((c.repeats() + REPEATS) / (c.ageWeeks() + WEEKS));
      labels[i] = cases.get(i).outcome().purchases();
    }
    return new Examples(rows, new float[][] {offsets}, new float[][] {labels});
  }

  static float[] row(PurchaseSummary c) {
    double age = c.ageWeeks();
    double unusual = (c.repeats() + REPEATS) * Math.log((age + WEEKS) / (c.recencyWeeks() + WEEKS));
    return new float[] {
      (float) Math.log1p(c.repeats()),
      (float) (age > 0 ? c.recencyWeeks() / age : 1),
      (float) Math.log1p(age - c.recencyWeeks()),
      (float) Math.log(age + WEEKS),
      c.repeats() == 0 ? 1 : 0,
      (float) Math.min(MOST_UNUSUAL, unusual),
      (float) Math.log1p(unusual)
    };
  }
}
