package io.tidewatch.decisions.learning;

import java.util.List;

/**
 * The probability that Thompson sampling makes one of some offers: that a draw from its belief is
 * worth more than a draw from each other's. The draws are independent, so it is the integral over
 * the offer's own draw of the product of the others' distribution functions; the trapezoidal rule
 * converges exponentially there (Trefethen and Weideman 2014), with a step of half the narrowest
 * other belief. Exact to 1e-6, or to 0.005 where one belief is 40 times narrower than this one.
 */
final class SelectionProbability {
  private static final double REACH = 6; // standard deviations; 1e-9 lies beyond
  private static final double COARSEST = 0.25;
  private static final double FINEST = 0.0125;
  private static final double NEGLIGIBLE = 1e-12;

  private SelectionProbability() {}

  /** Returns the probability, 0 to 1, that the contender with the index is drawn as the best. */
  static double of(List<Contender> contenders, int index) {
    Contender chosen = contenders.get(index);
    if (chosen.weightMinor() == 0) {
      return firstOfWorthless(contenders, index);
    }
    double step = step(contenders, index);
    int half = (int) Math.ceil(REACH / step);
    double sum = 0;
    for (int i = -half; i <= half; i++) {
      double deviations = i * step;
      double worth = chosen.weightMinor() * chosen.activation().propensityAt(deviations);
      sum += Normal.density(deviations) * othersBelow(contenders, index, worth);
    }
    return Math.min(1, sum * step);
  }

  /** Nothing is drawn where nothing is worth anything: the first one is made. */
  private static double firstOfWorthless(List<Contender> contenders, int index) {
    boolean worthless = contenders.stream().allMatch(contender -> contender.weightMinor() == 0);
    return worthless && index == 0 ? 1 : 0;
  }

  private static double step(List<Contender> contenders, int index) {
    double narrowest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < contenders.size(); i++) {
      if (i != index) {
        narrowest = Math.min(narrowest, contenders.get(i).activation().sd());
      }
    }
    double ratio = narrowest / contenders.get(index).activation().sd();
    return Math.max(FINEST, Math.min(COARSEST, ratio / 2));
  }

  private static double othersBelow(List<Contender> contenders, int index, double worth) {
    double product = 1;
    for (int i = 0; i < contenders.size() && product > NEGLIGIBLE; i++) {
      Contender other = contenders.get(i);
      // An offer that could not bring as much if it were sure to be accepted is below in any case.
      if (i != index && other.weightMinor() > worth) {
        double share = worth / other.weightMinor();
        double logOdds = StrictMath.log(share / (1 - share));
        Activation activation = other.activation();
        product *= Normal.below((logOdds - activation.mean()) / activation.sd());
      }
    }
    return product;
  }
}
