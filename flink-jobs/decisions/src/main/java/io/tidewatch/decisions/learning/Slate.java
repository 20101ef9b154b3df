package io.tidewatch.decisions.learning;

import java.util.List;

/**
 * The contenders of one decision as arrays, in their order, so that loops over all of them run
 * through memory in a straight line. Not changed after it was made.
 */
final class Slate {
  final int size;
  final double[] weights; // minor units, at least 0
  final double[] means; // log-odds
  final double[] sds; // of the log-odds, above 0
  final double[] inverseSds;
  final long[] keys; // Draws.key of the offer's id

  private Slate(int size) {
    this.size = size;
    this.weights = new double[size];
    this.means = new double[size];
    this.sds = new double[size];
    this.inverseSds = new double[size];
    this.keys = new long[size];
  }

  /**
   * Makes one.
   *
   * @param width factor on all standard deviations, above 0
   */
  static Slate of(List<Contender> contenders, double width) {
    return contenders instanceof Contenders flat ? of(flat, width) : ofList(contenders, width);
  }

  private static Slate of(Contenders contenders, double width) {
    Slate slate = new Slate(contenders.size());
    for (int i = 0; i < slate.size; i++) {
      slate.weights[i] = contenders.weightMinor(i);
      slate.means[i] = contenders.logOdds(i);
      slate.sds[i] = width * contenders.deviation(i);
      slate.inverseSds[i] = 1 / slate.sds[i];
      slate.keys[i] = contenders.drawKey(i);
    }
    return slate;
  }

  private static Slate ofList(List<Contender> contenders, double width) {
    Slate slate = new Slate(contenders.size());
    for (int i = 0; i < slate.size; i++) {
      Contender contender = contenders.get(i);
      slate.weights[i] = contender.weightMinor();
      slate.means[i] = contender.activation().mean();
      slate.sds[i] = width * contender.activation().sd();
      slate.inverseSds[i] = 1 / slate.sds[i];
      slate.keys[i] = contender.drawKey();
    }
    return slate;
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
