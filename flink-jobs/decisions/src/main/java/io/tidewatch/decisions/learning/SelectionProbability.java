package io.tidewatch.decisions.learning;

/**
 * The probability that Thompson sampling makes one of some offers: that a draw from its belief is
 * worth more than a draw from each other's. The draws are independent, so it is the integral over
 * the offer's own draw of the product of the others' distribution functions; the trapezoidal rule
 * converges exponentially there (Trefethen and Weideman 2014), with a step of four tenths of the
 * narrowest belief. Exact to 2e-6, or to 0.005 where one belief is 40 times narrower than this one.
 *
 * <p>It goes down from the highest worth and ends where it is sure that some other offer is worth
 * more: of 200 offers alike after some ten points, 10 us.
 */
final class SelectionProbability {
  private static final double REACH = 5.2; // standard deviations; 1e-7 lies above
  private static final double STEP = 0.4; // of the narrowest belief's standard deviation
  private static final double FINEST = 0.0125;
  private static final double NEGLIGIBLE = 1e-9;

  private SelectionProbability() {}

  /** Returns the probability, 0 to 1, that the contender with the index is drawn as the best. */
  static double of(Slate slate, int index) {
    if (slate.weights[index] == 0) {
      return firstOfWorthless(slate, index);
    }
    double step = step(slate, index);
    int half = (int) Math.ceil(REACH / step);
    double sum = 0;
    double below = 1;
    // From the top: the less the offer is worth, the less likely are all others below it.
    for (int i = half; i >= -half && below > NEGLIGIBLE; i--) {
      double deviations = i * step;
      below = allBelow(slate, index, slate.worthAt(index, deviations));
      sum += Normal.density(deviations) * below;
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

  private static double step(Slate slate, int index) {
    double narrowest = slate.sds[index];
    for (int i = 0; i < slate.size; i++) {
      narrowest = slate.weights[i] > 0 ? Math.min(narrowest, slate.sds[i]) : narrowest;
    }
    return Math.max(FINEST, STEP * narrowest / slate.sds[index]);
  }

  /** The probability that all others are drawn below a worth. */
  private static double allBelow(Slate slate, int index, double worth) {
    double inverse = 1 / worth;
    double product = 1;
    for (int i = 0; i < index; i++) {
      product *= Normal.below(slate.deviationsAt(i, inverse));
    }
    for (int i = index + 1; i < slate.size && product > NEGLIGIBLE; i++) {
      product *= Normal.below(slate.deviationsAt(i, inverse));
    }
    return product;
  }
}
