package io.tidewatch.decisions.learning;

/**
 * The probability that Thompson sampling makes one of some offers: that a draw from its belief is
 * worth more than a draw from each other's. The draws are independent, so it is the integral over
 * the offer's own draw of the product of the others' distribution functions; the trapezoidal rule
 * converges exponentially there (Trefethen and Weideman 2014), with a step of four tenths of the
 * narrowest belief. Exact to 1e-5, relative to it to a thousandth, or to 0.005 where one belief is
 * 40 times narrower than this one.
 *
 * <p>It goes down from the highest worth, looks only at those who may be worth more, and ends where
 * it is sure that one of them is: of 200 offers alike after some ten points, 10 us.
 */
final class SelectionProbability {
  private static final double REACH = 4.8; // standard deviations; 8e-7 lies above
  private static final double TOP = 4.4; // 5e-6 lies above: hardly ever worth more
  private static final double STEP = 0.4; // of the narrowest belief's standard deviation
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
    double sum = 0;
    // From the top: the less the offer is worth, the less likely are all others below it. So what
    // is added grows, then falls ever faster, and the rest is less than what is last added.
    for (int i = half; i >= -half; i--) {
      double deviations = i * step;
      double density = Normal.density(deviations);
      double enough = NEGLIGIBLE * sum / density;
      double below = allBelow(slate, tops, slate.worthAt(index, deviations), enough);
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
      tops[i] = i == index ? 0 : slate.worthAt(i, TOP);
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
   * The probability that all others are drawn below a worth; where it is little, not to the end.
   */
  private static double allBelow(Slate slate, double[] tops, double worth, double enough) {
    double inverse = 1 / worth;
    double product = 1;
    for (int i = 0; i < tops.length && product >= enough; i++) {
      if (tops[i] > worth) {
        product *= Normal.below(slate.deviationsAt(i, inverse));
      }
    }
    return product;
  }
}
