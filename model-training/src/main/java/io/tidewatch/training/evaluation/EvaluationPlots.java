package io.tidewatch.training.evaluation;

import io.tidewatch.training.plots.SvgChart;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Draws how good forecasts are, as SVG documents. */
final class EvaluationPlots {
  static final String CALIBRATION = "calibration.svg";
  static final String GAINS = "gains.svg";
  static final String EXPECTED = "expected.svg";

  private static final int BINS = 10;
  private static final int STEPS = 50;
  private static final int MOST_REPEATS = 7;

  private EvaluationPlots() {}

  /**
   * What one model says of every customer.
   *
   * @param name shown in the legend
   * @param values one per customer, in the same order for all models
   */
  record Model(String name, double[] values) {}

  /**
   * Draws the share of customers to whom it happened over the probability given: ten groups of as
   * many customers each, by rising probability.
   *
   * @param what what happens, such as {@code "a purchase"}
   */
  static String calibration(String what, List<Model> models, boolean[] happened) {
    SvgChart chart =
        new SvgChart(
                "Probability of " + what,
                new SvgChart.Axis("probability given", 0, 1),
                new SvgChart.Axis("share of customers", 0, 1))
            .line("honest", new double[] {0, 1}, new double[] {0, 1});
    for (Model model : models) {
      int[] rising = rising(model.values());
      double[] given = new double[BINS];
      double[] share = new double[BINS];
      for (int bin = 0; bin < BINS; bin++) {
        int[] members = Arrays.copyOfRange(rising, first(bin, rising), first(bin + 1, rising));
        given[bin] = mean(members, model.values());
        share[bin] =
            Arrays.stream(members).mapToDouble(i -> happened[i] ? 1 : 0).average().orElse(0);
      }
      chart.line(model.name(), given, share);
    }
    return chart.svg();
  }

  private static int first(int bin, int[] rising) {
    return (int) ((long) bin * rising.length / BINS);
  }

  /**
   * Draws which share of a total the customers have who stand first by a model: the higher, the
   * better it ranks. By chance it is the diagonal.
   *
   * @param what the total, such as {@code "purchases"}
   * @param amounts of the total, at least 0, one per customer
   */
  static String gains(String what, List<Model> models, double[] amounts) {
    SvgChart chart =
        new SvgChart(
            "Share of all " + what,
            new SvgChart.Axis("share of customers, best first", 0, 1),
            new SvgChart.Axis("share of " + what, 0, 1));
    double total = Arrays.stream(amounts).sum();
    double[] shares = new double[STEPS + 1];
    Arrays.setAll(shares, step -> step / (double) STEPS);
    for (Model model : models) {
      int[] rising = rising(model.values());
      double[] reached = new double[STEPS + 1];
      double sum = 0;
      int taken = 0;
      for (int step = 0; step <= STEPS; step++) {
        for (; taken < (long) step * rising.length / STEPS; taken++) {
          sum += amounts[rising[rising.length - 1 - taken]];
        }
        reached[step] = sum / total;
      }
      chart.line(model.name(), shares, reached);
    }
    return chart.svg();
  }

  /**
   * Draws mean purchases, as they came and as they were expected, over the repeats before, as in
   * Fader, Hardie and Lee 2005, figure 5; 7 stands for 7 and more.
   */
  static String expected(List<Model> models, List<PurchaseCase> cases) {
    int[] repeats =
        cases.stream().mapToInt(c -> Math.min(MOST_REPEATS, c.summary().repeats())).toArray();
    double[] came = cases.stream().mapToDouble(c -> c.outcome().purchases()).toArray();
    int[] groups = Arrays.stream(repeats).distinct().sorted().toArray();
    double[][] heights = new double[1 + models.size()][];
    heights[0] = means(groups, repeats, came);
    for (int i = 0; i < models.size(); i++) {
      heights[1 + i] = means(groups, repeats, models.get(i).values());
    }
    double[] at = Arrays.stream(groups).asDoubleStream().toArray();
    double highest = Arrays.stream(heights).flatMapToDouble(Arrays::stream).max().orElse(1);
    SvgChart chart =
        new SvgChart(
                "Purchases by those before",
                new SvgChart.Axis("repeats observed (7: or more)", 0, MOST_REPEATS),
                new SvgChart.Axis("mean purchases forecast", 0, highest))
            .line("came", at, heights[0]);
    for (int i = 0; i < models.size(); i++) {
      chart.line(models.get(i).name(), at, heights[1 + i]);
    }
    return chart.svg();
  }

  private static double[] means(int[] groups, int[] repeats, double[] values) {
    return Arrays.stream(groups)
        .mapToDouble(
            group ->
                mean(
                    IntStream.range(0, repeats.length).filter(i -> repeats[i] == group).toArray(),
                    values))
        .toArray();
  }

  private static double mean(int[] members, double[] values) {
    return Arrays.stream(members).mapToDouble(i -> values[i]).average().orElse(0);
  }

  private static int[] rising(double[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> values[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
