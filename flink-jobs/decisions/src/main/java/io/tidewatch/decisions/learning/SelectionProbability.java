package io.tidewatch.decisions.learning;

import io.tidewatch.customer.ExactMath;
import java.util.ArrayList;
import java.util.Comparator;
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
  private static final Comparator<Contender> STRONGEST_FIRST =
      Comparator.comparingDouble((Contender contender) -> worthAt(contender, 0)).reversed();

  private SelectionProbability() {}

  /** Returns the probability, 0 to 1, that the contender with the index is drawn as the best. */
  static double of(List<Contender> contenders, int index) {
    Contender chosen = contenders.get(index);
    if (chosen.weightMinor() == 0) {
      return firstOfWorthless(contenders, index);
    }
    Contender[] rivals = rivals(contenders, index);
    double[] tops = new double[rivals.length];
    for (int i = 0; i < rivals.length; i++) {
      tops[i] = worthAt(rivals[i], REACH);
    }
    double step = step(rivals, chosen);
    int half = (int) Math.ceil(REACH / step);
    double sum = 0;
    double below = 1;
    // From the top: the less the offer is worth, the less likely are all others below it.
    for (int i = half; i >= -half && below > NEGLIGIBLE; i--) {
      double deviations = i * step;
      below = allBelow(rivals, tops, worthAt(chosen, deviations));
      sum += Normal.density(deviations) * below;
    }
    return Math.min(1, sum * step);
  }

  /** Nothing is drawn where nothing is worth anything: the first one is made. */
  private static double firstOfWorthless(List<Contender> contenders, int index) {
    for (int i = 0; i < contenders.size(); i++) {
      if (contenders.get(i).weightMinor() != 0) {
        return 0;
      }
    }
    return index == 0 ? 1 : 0;
  }

  /**
   * The others that may be drawn above the chosen one at all, the strongest first: those that could
   * not reach what is sure to be reached by one of all are left out.
   */
  private static Contender[] rivals(List<Contender> contenders, int index) {
    double reached = 0;
    for (int i = 0; i < contenders.size(); i++) {
      reached = Math.max(reached, worthAt(contenders.get(i), -REACH));
    }
    List<Contender> rivals = new ArrayList<>();
    for (int i = 0; i < contenders.size(); i++) {
      if (i != index && worthAt(contenders.get(i), REACH) > reached) {
        rivals.add(contenders.get(i));
      }
    }
    rivals.sort(STRONGEST_FIRST);
    return rivals.toArray(Contender[]::new);
  }

  private static double worthAt(Contender contender, double deviations) {
    return contender.weightMinor() * contender.activation().propensityAt(deviations);
  }

  private static double step(Contender[] rivals, Contender chosen) {
    double narrowest = Double.POSITIVE_INFINITY;
    for (Contender rival : rivals) {
      narrowest = Math.min(narrowest, rival.activation().sd());
    }
    double ratio = narrowest / chosen.activation().sd();
    return Math.max(FINEST, Math.min(COARSEST, ratio / 2));
  }

  private static double allBelow(Contender[] rivals, double[] tops, double worth) {
    double product = 1;
    for (int i = 0; i < rivals.length && product > NEGLIGIBLE; i++) {
      if (tops[i] > worth) {
        Contender rival = rivals[i];
        double share = worth / rival.weightMinor();
        double logOdds = ExactMath.log(share / (1 - share));
        Activation activation = rival.activation();
        product *= Normal.below((logOdds - activation.mean()) / activation.sd());
      }
    }
    return product;
  }
}
