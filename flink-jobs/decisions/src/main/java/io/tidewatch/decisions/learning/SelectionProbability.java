package io.tidewatch.decisions.learning;

/**
 * The probability that Thompson sampling makes one of some offers: that a draw from its belief is
 * worth more than a draw from each other's. The draws are independent, so it is the integral over
 * the offer's own draw of the product of the others' distribution functions; the trapezoidal rule
 * converges exponentially there (Trefethen and Weideman 2014), with a step of half of the narrowest
 * belief. Exact to 1e-5, relative to it to a thousandth, or to 0.005 where one belief is 40 times
 * narrower than this one.
 *
 * <p>It goes down from the highest worth, looks only at those who may be worth more, and ends where
 * it is sure that one of them is: of 200 offers alike after some ten points, 10 us.
 */
final class SelectionProbability {
  private static final double REACH = 4.8; // standard deviations; 8e-7 lies above
  private static final double TOP = 4.4; // 5e-6 lies above: hardly ever worth more
  private static final double STEP = 0.5; // of the narrowest belief's standard deviation
  private static final double FINEST = 0.0125;
  private static final double NEGLIGIBLE = 1e-6; // share of the integral

  private SelectionProbability() {}

  /** Returns the probability, 0 to 1, that the contender with the index is drawn as the best. */
  static double of(Slate slate, int index) {
    if (slate.weights[index] == 0) {
      return firstOfWorthless(slate, index);
    }
    double[] tops = tops(slate, index);
    double step = step(slate, tops, index);
    int half = (int) Math.ceil(REACH / step);
    Rivals rivals = new Rivals(slate, index, tops, step, half);
    double sum = 0;
    // From the top: the less the offer is worth, the less likely are all others below it. So what
    // is added grows, then falls ever faster, and the rest is less than what is last added.
    for (int i = half; i >= -half; i--) {
      double deviations = i * step;
      double density = Normal.density(deviations);
      double enough = NEGLIGIBLE * sum / density;
      double below = rivals.allBelow(i, slate.worthAt(index, deviations), enough);
      sum += density * below;
      if (below < enough) {
        break;
      }
    }
    return Math.min(1, sum * step);
  }

  /** Nothing is drawn where nothing is worth anything: the first one is made. */
  private static double firstOfWorthless(Slate slate, int index) {
    for (int i = 0; i < slate.size; i++) {
      if (slate.weights[i] != 0) {
        return 0;
      }
    }
    return index == 0 ? 1 : 0;
  }

  /** What each other one is hardly ever worth more than; 0 for the one itself. */
  private static double[] tops(Slate slate, int index) {
    double[] tops = new double[slate.size];
    for (int i = 0; i < slate.size; i++) {
      tops[i] = i == index ? 0 : slate.hardlyAbove(i, TOP);
    }
    return tops;
  }

  private static double step(Slate slate, double[] tops, int index) {
    double least = slate.worthAt(index, -REACH);
    double narrowest = slate.sds[index];
    for (int i = 0; i < slate.size; i++) {
      if (tops[i] > least) {
        narrowest = Math.min(narrowest, slate.sds[i]);
      }
    }
    return Math.max(FINEST, STEP * narrowest / slate.sds[index]);
  }

  /**
   * The others by the first point, from the top, at which they may be worth more. Those who come
   * first make a product small the soonest, so that it need not be computed to its end.
   */
  private static final class Rivals {
    private final Slate slate;
    private final int half;
    private final int[] inTurn; // places in the slate
    private final int[] ends; // in inTurn, by half - point

    Rivals(Slate slate, int index, double[] tops, double step, int half) {
      this.slate = slate;
      this.half = half;
      int[] points = new int[slate.size];
      ends = new int[2 * half + 2]; // the last one for those who never are
      for (int i = 0; i < slate.size; i++) {
        points[i] = fromTop(slate, index, tops[i], step);
        ends[points[i]]++;
      }
      for (int i = 1; i < ends.length; i++) {
        ends[i] += ends[i - 1];
      }
      inTurn = new int[slate.size];
      int[] next = ends.clone();
      for (int i = slate.size - 1; i >= 0; i--) {
        inTurn[--next[points[i]]] = i;
      }
    }

    /** Counted from the top, the first point at which the offer is worth less. */
    private int fromTop(Slate slate, int index, double top, double step) {
      if (top == 0) {
        return 2 * half + 1;
      }
      double deviations = slate.deviationsAt(index, 1 / top); // infinite where it never is
      return (int) Math.max(0, Math.min(2 * half + 1, Math.ceil(half - deviations / step)));
    }

    /**
     * Returns the probability that all are drawn below a worth; of one that is too little only that
     * it is.
     */
    double allBelow(int point, double worth, double enough) {
      double inverse = 1 / worth;
      double product = 1;
      int end = ends[half - point];
      for (int i = 0; i < end && product >= enough; i++) {
        product *= Normal.below(slate.deviationsAt(inTurn[i], inverse));
      }
      return product;
    }
  }
}
