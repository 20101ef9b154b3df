package io.tidewatch.training.evaluation;

import java.util.List;

/**
 * Inputs made of nothing but repeats x, recency t_x and age T, in weeks: all that BG/NBD looks at,
 * too. Whether a customer has left is asked of BG/NBD under a few parameters that nobody fitted,
 * from customers who hardly leave to such who leave soon; what to make of it is learned.
 *
 * <pre>
 *   offset  log((x + 1/4) / (T + 5))   repeats a week; the two constants keep it finite
 *   0       log(1 + x)
 *   1       t_x / T                    share of the age before the last purchase
 *   2       log(1 + T - t_x)           silence
 *   3       log(T + 5)
 *   4       1 without a repeat
 *   5..     log of the probability of not having left, at least -6, under each of the parameters
 * </pre>
 */
final class RhythmInputs {
  private static final List<BgNbd> PRIORS =
      List.of(
          new BgNbd(1, 4, 0.1, 4),
          new BgNbd(1, 8, 0.3, 3),
          new BgNbd(0.5, 4, 0.5, 2),
          new BgNbd(0.5, 8, 1, 2));

  private static final int FIRST_PRIOR = 5;
  private static final double REPEATS = 0.25;
  private static final double WEEKS = 5;
  private static final double LEAST_ALIVE = Math.exp(-6);

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
    float[] row = new float[FIRST_PRIOR + PRIORS.size()];
    row[0] = (float) Math.log1p(c.repeats());
    row[1] = (float) (age > 0 ? c.recencyWeeks() / age : 1);
    row[2] = (float) Math.log1p(age - c.recencyWeeks());
    row[3] = (float) Math.log(age + WEEKS);
    row[4] = c.repeats() == 0 ? 1 : 0;
    for (int i = 0; i < PRIORS.size(); i++) {
      row[FIRST_PRIOR + i] = (float) Math.log(Math.max(LEAST_ALIVE, PRIORS.get(i).alive(c)));
    }
    return row;
  }
}
