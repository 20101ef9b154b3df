package io.tidewatch.platform.model;

import io.tidewatch.training.ComparedScores;
import io.tidewatch.training.plots.SvgChart;
import java.util.Arrays;

/**
 * Draws how the scores of two releases relate.
 *
 * @param a name of the first release
 * @param b name of the second release
 */
record ComparisonPlots(String a, String b, ComparedScores scores) {
  private static final int MOST_POINTS = 2_000;
  private static final int BINS = 20;

  /** So many characters stand beside each other without touching; axes have the whole name. */
  private static final int LEGEND = 20;

  /** Returns an SVG document: a point for each case, of at most 2,000 spread over all. */
  String scatter() {
    int all = scores.a().length;
    int points = Math.min(all, MOST_POINTS);
    double[] x = new double[points];
    double[] y = new double[points];
    for (int i = 0; i < points; i++) {
      int at = (int) ((long) i * all / points);
      x[i] = scores.a()[at];
      y[i] = scores.b()[at];
    }
    return new SvgChart(
            "Churn scores of the same customers",
            new SvgChart.Axis("A: " + a, 0, 1),
            new SvgChart.Axis("B: " + b, 0, 1))
        .points("cases", x, y)
        .svg();
  }

  /** Returns an SVG document: how often each release gives which score. */
  String histogram() {
    double[] sharesA = shares(scores.a());
    double[] sharesB = shares(scores.b());
    double highest =
        Math.max(Arrays.stream(sharesA).max().orElse(0), Arrays.stream(sharesB).max().orElse(0));
    double[] edges = new double[BINS];
    Arrays.setAll(edges, i -> i / (double) BINS);
    return new SvgChart(
            "How often which score is given",
            new SvgChart.Axis("churn score", 0, 1),
            new SvgChart.Axis("share of cases", 0, highest))
        .bars(legend("A: " + a), edges, sharesA)
        .bars(legend("B: " + b), edges, sharesB)
        .svg();
  }

  private static String legend(String name) {
    return name.length() <= LEGEND ? name : name.substring(0, LEGEND);
  }

  private static double[] shares(double[] values) {
    double[] shares = new double[BINS];
    for (double value : values) {
      shares[Math.min(BINS - 1, (int) (value * BINS))] += 1.0 / values.length;
    }
    return shares;
  }
}
