package io.tidewatch.decisions.learning;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Chooses offers by Thompson sampling: draws for each how likely its acceptance might be, by what
 * is believed, and makes the one that would bring most. So every offer is made as often as it may
 * be the best one, and those that little is known of get their chance (Thompson 1933; Chapelle and
 * Li 2011). With a small probability, the floor, one is drawn evenly instead, so that no
 * contender's probability falls below {@code floor / contenders} and off-policy evaluation stays
 * possible.
 *
 * <p>The draws are independent between offers, also where beliefs share weights, because the
 * probability of the choice can be computed then ({@link SelectionProbability}); what all offers
 * have in common hardly changes which is best. Everything is a pure function of contenders and
 * seed. Some 20 ns a contender, and three times that for the probability. Immutable.
 *
 * @param floor probability of an even draw, 0 to 1
 * @param width factor on the standard deviations that are drawn from, above 0 and at most 1: below
 *     1 it explores less than the beliefs ask for, which pays where what is learned is not for ever
 *     (Chapelle and Li 2011, section 3, posterior reshaping)
 */
public record ThompsonSampling(double floor, double width) {
  /** One decision in a hundred is an even draw, and beliefs are taken for half as wide. */
  public static final ThompsonSampling DEFAULT = new ThompsonSampling(0.01, 0.5);

  private static final double UNSURE = 1e-6; // more than a share and a table are apart

  /** Refuses what is no probability. */
  public ThompsonSampling {
    if (!(floor >= 0 && floor <= 1)) {
      throw new IllegalArgumentException("floor=" + floor + " must be 0 to 1");
    }
    if (!(width > 0 && width <= 1)) {
      throw new IllegalArgumentException("width=" + width + " must be above 0 and at most 1");
    }
  }

  /**
   * Chooses one.
   *
   * @param contenders at least one, in order of their ids, which decides between equal ones
   * @param seed of this decision, such as {@link io.tidewatch.decisions.DecisionIds#seed}
   */
  public Selection choose(List<Contender> contenders, long seed) {
    if (contenders.isEmpty()) {
      throw new IllegalArgumentException("nothing to choose from: there is no contender");
    }
    Slate slate = Slate.of(contenders, width);
    boolean explored = Draws.uniform(seed, "floor") < floor;
    int index =
        explored ? (int) (Draws.uniform(seed, "even") * slate.size) : sampledBest(slate, seed);
    Contender chosen = contenders.get(index);
    double draw =
        explored
            ? chosen.activation().propensity()
            : slate.propensityAt(index, Draws.normal(share(slate, index, offerSeed(seed))));
    return new Selection(index, chosen.offerId(), probability(slate, index), draw, explored);
  }

  /** Returns the probability of each choice, over all seeds. */
  public double[] probabilities(List<Contender> contenders) {
    Slate slate = Slate.of(contenders, width);
    return IntStream.range(0, slate.size).mapToDouble(i -> probability(slate, i)).toArray();
  }

  private double probability(Slate slate, int index) {
    return Math.min(1, (1 - floor) * SelectionProbability.of(slate, index) + floor / slate.size);
  }

  /**
   * The draw that is worth most. What cannot be the best so far any more is not drawn to the end:
   * the even number behind a draw says so by itself, for a tenth of the price.
   */
  private static int sampledBest(Slate slate, long seed) {
    long offerSeed = offerSeed(seed);
    int best = 0;
    double most = -1;
    for (int i = 0; i < slate.size; i++) {
      // Where not even a sure yes would be worth more, nothing needs to be drawn.
      if (slate.weights[i] > most) {
        double share = share(slate, i, offerSeed);
        if (mayBeWorthMore(slate, i, share, most)) {
          double worth = slate.worthAt(i, Draws.normal(share));
          if (worth > most) {
            most = worth;
            best = i;
          }
        }
      }
    }
    return best;
  }

  /** By a bound from small tables, which nearly all are below; then by the share itself. */
  private static boolean mayBeWorthMore(Slate slate, int index, double share, double most) {
    return slate.hardlyAbove(index, Draws.normalAtLeast(share)) > most
        && (most <= 0 || share > Normal.below(slate.deviationsAt(index, 1 / most)) - UNSURE);
  }

  private static long offerSeed(long seed) {
    return Draws.with(seed, "offer/");
  }

  /** The share of all draws that are below the one of an offer. */
  private static double share(Slate slate, int index, long offerSeed) {
    return Draws.uniform(offerSeed, slate.keys[index]);
  }
}
