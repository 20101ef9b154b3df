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
 * it is sure that one of them is: of 200 offers alike after some fifteen points, 6 us on vectors.
 */
final class SelectionProbability {
  private static final double REACH = 4.8; // standard deviations; 8e-7 lies above
  private static final double STEP = 0.4; // of the narrowest belief's standard deviation
  private static final double FINEST = 0.0125;
  private static final double NEGLIGIBLE = 1e-6; // share of the integral

  private SelectionProbability() {}

  /** Returns the probability, 0 to 1, that the contender with the index is drawn as the best. */
  static double of(Slate slate, int index) {
    return of(slate, index, BelowAll.BEST);
  }

  static double of(Slate slate, int index, BelowAll belowAll) {
    if (slate.weights[index] == 0) {
      return firstOfWorthless(slate, index);
    }
    Rivals rivals = slate.rivals;
    rivals.find(slate, index, slate.worthAt(index, -REACH));
    double sd = slate.sds[index];
    double step = Math.max(FINEST, STEP * Math.min(sd, rivals.narrowest) / sd);
    int half = (int) Math.ceil(REACH / step);
    double sum = 0;
    // From the top: the less the offer is worth, the less likely are all others below it. So what
    // is added grows, then falls ever faster, and the rest is less than what is last added.
    for (int i = half; i >= -half; i--) {
      double deviations = i * step;
      double worth = slate.worthAt(index, deviations);
      double below = worth >= rivals.highest ? 1 : belowAll.of(rivals, inverse(worth));
      double added = Normal.density(deviations) * below;
      sum += added;
      if (added < NEGLIGIBLE * sum) {
        break;
      }
    }
    return Math.min(1, sum * step);
  }

  private static double inverse(double worth) {
    return Math.min(Double.MAX_VALUE, 1 / worth);
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
}
