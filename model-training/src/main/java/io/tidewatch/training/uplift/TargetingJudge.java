package io.tidewatch.training.uplift;

import io.tidewatch.training.evaluation.Spread;
import io.tidewatch.training.policy.Interval;
import io.tidewatch.training.policy.Percentiles;
import io.tidewatch.training.uplift.UpliftCurve.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Judges ways to target by one test, each with percentile intervals from the same resamples of its
 * customers. The scores stay as they are: the intervals say how sure the test is of a model, not
 * how other training data would have changed it, which the spread over seeds does.
 */
final class TargetingJudge {
  private final UpliftCurve curve;
  private final int resamples;
  private final long seed;

  /**
   * @param resamples resamples of the customers, at least 1
   * @param seed draws them, and the order of targeting by chance
   */
  TargetingJudge(UpliftCurve curve, int resamples, long seed) {
    this.curve = curve;
    this.resamples = resamples;
    this.seed = seed;
  }

  /**
   * Judges targeting by scores.
   *
   * @param orders one order of the customers per seed
   */
  Targeting judge(List<int[]> orders) {
    List<Figures> found = orders.stream().map(curve::measure).toList();
    List<List<Figures>> again = new ArrayList<>(resamples);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < resamples; i++) {
      int[] times = drawn(random);
      again.add(orders.stream().map(order -> curve.measure(order, times)).toList());
    }
    return targeting(found, again);
  }

  /**
   * Judges targeting by chance. The expected figures are known: a straight line. The intervals come
   * from another order in every resample.
   */
  Targeting judgeChance() {
    int[] order = new int[curve.customers()];
    Arrays.setAll(order, i -> i);
    double effect = curve.measure(order).effect();
    List<List<Figures>> again = new ArrayList<>(resamples);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < resamples; i++) {
      int[] times = drawn(random);
      again.add(List.of(curve.measure(Order.byChance(order.length, random.split()), times)));
    }
    return targeting(List.of(new Figures(effect, 0, effect)), again);
  }

  private int[] drawn(SplittableRandom random) {
    int[] times = new int[curve.customers()];
    for (int i = 0; i < times.length; i++) {
      times[random.nextInt(times.length)]++;
    }
    return times;
  }

  private static Targeting targeting(List<Figures> found, List<List<Figures>> again) {
    return new Targeting(
        interval(found, again, Figures::qini),
        interval(found, again, Figures::coefficient),
        interval(found, again, Figures::upliftAt30),
        interval(found, again, Figures::overAverage),
        Spread.of(found.stream().map(Figures::qini).toList()),
        Spread.of(found.stream().map(Figures::upliftAt30).toList()));
  }

  private static Interval interval(
      List<Figures> found, List<List<Figures>> again, ToDoubleFunction<Figures> figure) {
    return Percentiles.interval(
        mean(found, figure), again.stream().mapToDouble(one -> mean(one, figure)).toArray());
  }

  private static double mean(List<Figures> figures, ToDoubleFunction<Figures> figure) {
    return figures.stream().mapToDouble(figure).average().orElseThrow();
  }
}
