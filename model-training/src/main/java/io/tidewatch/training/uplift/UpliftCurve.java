package io.tidewatch.training.uplift;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What treating the customers of highest score first brings, on a test whose treatment was drawn by
 * lot. Over the share targeted {@code s}, from 0 to 1, the Qini curve (Radcliffe 2007) is
 *
 * <pre>
 *   gain(s) = s * (mean outcome of the treated - mean outcome of the others) among the first s
 * </pre>
 *
 * outcomes per customer that would not have come by themselves. Targeting by chance gives the
 * straight line to {@code gain(1)}, the average effect. Not thread-safe.
 */
final class UpliftCurve {
  /** Share of customers at which uplift is read. */
  static final double SHARE = 0.3;

  private final boolean[] treated;
  private final double[] outcomes;

  /**
   * What is read off a curve.
   *
   * @param effect average effect, the curve's end
   * @param qini area between curve and straight line, outcomes per customer
   * @param upliftAt30 mean effect among the first 30 %
   */
  record Figures(double effect, double qini, double upliftAt30) {

    /**
     * Returns {@code qini} as a share of all the area above the line, {@code effect / 2}: 1 if the
     * whole effect came from a vanishing share of the customers.
     */
    double coefficient() {
      return effect == 0 ? 0 : 2 * qini / effect;
    }

    /** Returns how much more the first 30 % are moved than customers on average. */
    double overAverage() {
      return upliftAt30 - effect;
    }
  }

  /**
   * @param treated who was treated, by customer
   * @param outcomes what came of it, by customer
   */
  UpliftCurve(boolean[] treated, double[] outcomes) {
    this.treated = treated.clone();
    this.outcomes = outcomes.clone();
  }

  int customers() {
    return treated.length;
  }

  /**
   * Returns customers from the highest score to the lowest; equal ones in the order of {@code
   * ties}.
   */
  static int[] order(double[] scores, int[] ties) {
    return Arrays.stream(ties)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer customer) -> scores[customer]).reversed())
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Reads figures off the curve of all customers. */
  Figures measure(int[] order) {
    int[] once = new int[order.length];
    Arrays.fill(once, 1);
    return measure(order, once);
  }

  /**
   * Reads figures off the curve.
   *
   * @param order customers, the first to be targeted first
   * @param times how often each customer counts
   */
  Figures measure(int[] order, int[] times) {
    double all = IntStream.of(times).sum();
    Sums sums = new Sums();
    double area = 0;
    double gain = 0;
    double upliftAt30 = Double.NaN;
    for (int customer : order) {
      if (times[customer] > 0) {
        sums.add(treated[customer], outcomes[customer], times[customer]);
        double next = sums.share(all) * sums.uplift();
        area += (gain + next) / 2 * times[customer] / all;
        gain = next;
        if (Double.isNaN(upliftAt30) && sums.share(all) >= SHARE) {
          upliftAt30 = sums.uplift();
        }
      }
    }
    return new Figures(gain, area - gain / 2, upliftAt30);
  }

  /**
   * Returns the curve at equal distances.
   *
   * @param steps number of distances
   * @return gains, the first at share 0, the last at share 1
   */
  double[] gains(int[] order, int steps) {
    double[] gains = new double[steps + 1];
    Sums sums = new Sums();
    int step = 1;
    for (int i = 0; i < order.length; i++) {
      sums.add(treated[order[i]], outcomes[order[i]], 1);
      for (; step <= steps && (i + 1L) * steps >= (long) step * order.length; step++) {
        gains[step] = sums.share(order.length) * sums.uplift();
      }
    }
    return gains;
  }

  /** Of the customers so far. */
  private static final class Sums {
    private double treated;
    private double treatedOutcome;
    private double control;
    private double controlOutcome;

    void add(boolean isTreated, double outcome, int times) {
      if (isTreated) {
        treated += times;
        treatedOutcome += times * outcome;
      } else {
        control += times;
        controlOutcome += times * outcome;
      }
    }

    double share(double all) {
      return (treated + control) / all;
    }

    /** 0 until there is somebody to compare with. */
    double uplift() {
      return treated == 0 || control == 0 ? 0 : treatedOutcome / treated - controlOutcome / control;
    }
  }
}
