package io.tidewatch.decisions.learning;

import java.util.List;

/**
 * The contenders of one decision as arrays, in their order, so that loops over all of them run
 * through memory in a straight line. Whoever decides often keeps one: it is filled anew for each
 * decision. One thread.
 */
public final class Slate {
  final Rivals rivals = new Rivals();
  int size; // of the newest decision; the arrays may be longer
  double[] weights = {}; // minor units, at least 0
  double[] means = {}; // log-odds
  double[] sds = {}; // of the log-odds, above 0
  double[] inverseSds = {};
  long[] keys = {}; // Draws.key of the offer's id

  /** Creates one without contenders. */
  public Slate() {}

  /** Returns one with these contenders, see {@link #fill}. */
  static Slate of(List<Contender> contenders, double width) {
    Slate slate = new Slate();
    slate.fill(contenders, width);
    return slate;
  }

  /**
   * Takes other contenders.
   *
   * @param width factor on all standard deviations, above 0
   */
  void fill(List<Contender> contenders, double width) {
    size = contenders.size();
    if (weights.length < size) {
      weights = new double[size];
      means = new double[size];
      sds = new double[size];
      inverseSds = new double[size];
      keys = new long[size];
    }
    if (contenders instanceof Contenders flat) {
      fillFrom(flat);
    } else {
      fillFrom(contenders);
    }
    for (int i = 0; i < size; i++) {
      sds[i] *= width;
      inverseSds[i] = 1 / sds[i];
    }
  }

  private void fillFrom(Contenders contenders) {
    for (int i = 0; i < size; i++) {
      weights[i] = contenders.weightMinor(i);
      means[i] = contenders.logOdds(i);
      sds[i] = contenders.deviation(i);
      keys[i] = contenders.drawKey(i);
    }
  }

  private void fillFrom(List<Contender> contenders) {
    for (int i = 0; i < size; i++) {
      Contender contender = contenders.get(i);
      weights[i] = contender.weightMinor();
      means[i] = contender.activation().mean();
      sds[i] = contender.activation().sd();
      keys[i] = contender.drawKey();
    }
  }

  /** Returns what an offer is worth, in minor units, at so many deviations from what is likely. */
  double worthAt(int index, double deviations) {
    return weights[index] * propensityAt(index, deviations);
  }

  /** Returns the probability of its acceptance at so many deviations from what is likely. */
  double propensityAt(int index, double deviations) {
    return Activation.logistic(means[index] + sds[index] * deviations);
  }

  /** Returns at least {@link #worthAt}, and by a sixteenth more at the most, for less. */
  double hardlyAbove(int index, double deviations) {
    return weights[index] * TableLogistic.atLeast(means[index] + sds[index] * deviations);
  }

  /**
   * Returns how many deviations from what is likely an offer is worth so much; infinity where it
   * never is.
   *
   * @param inverse 1 / worth, positive
   */
  double deviationsAt(int index, double inverse) {
    double odds = weights[index] * inverse - 1; // against acceptance, where it is worth that much
    return odds > 0
        ? (-TableLog.of(odds) - means[index]) * inverseSds[index]
        : Double.POSITIVE_INFINITY;
  }
}
