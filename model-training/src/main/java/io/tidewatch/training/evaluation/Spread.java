package io.tidewatch.training.evaluation;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;

/**
 * How far a figure lies apart over several seeds.
 *
 * @param min smallest
 * @param max largest
 * @param sd standard deviation of a seed, 0 with a single one
 */
public record Spread(double min, double max, double sd) {
  /** Returns the spread of at least one value. */
  public static Spread of(List<Double> values) {
    double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
    return new Spread(
        Arrays.stream(all).min().orElseThrow(),
        Arrays.stream(all).max().orElseThrow(),
        all.length == 1 ? 0 : new StandardDeviation().evaluate(all));
  }
}
