package io.tidewatch.decisions.learning;

/** Upper bounds of the logistic function from a table of 2 KiB: a nanosecond instead of ten. */
final class TableLogistic {
  private static final int REACH = 16; // log-odds
  private static final int STEPS = 16; // entries for each of them
  private static final float[] ABOVE = new float[2 * REACH * STEPS + 1];

  static {
    for (int i = 0; i < ABOVE.length; i++) {
      double least = Activation.logistic((double) (i + 1) / STEPS - REACH);
      ABOVE[i] = Math.nextUp((float) least);
    }
    ABOVE[ABOVE.length - 1] = 1; // for all that lie beyond
  }

  private TableLogistic() {}

  /** Returns at least the logistic function, at most 7 % more where log-odds are above -16. */
  static double atLeast(double logOdds) {
    double place = (logOdds + REACH) * STEPS;
    return ABOVE[(int) Math.max(0, Math.min(ABOVE.length - 1, place))];
  }
}
