package io.tidewatch.training;

import io.tidewatch.training.ModelInsight.Dependence;
import io.tidewatch.training.plots.SvgChart;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** Writes what the scores of a model depend on, as sections of its card. */
final class InsightSection {
  private static final int SHOWN = 12;

  private InsightSection() {}

  static String of(ModelInsight insight) {
    StringBuilder text = new StringBuilder();
    text.append("## What the churn score depends on\n\nMeasured on ")
        .append(insight.examples())
        .append(
            " snapshots of the validation part, through the kernels that serve.\n\n"
                + "Permutation importance (Breiman 2001): rise of the log loss when the values of"
                + " one feature are shuffled among the customers; `sequence` is the recurrent"
                + " state.\n\n");
    table(text, "feature", "rise of log loss", insight.importance());
    text.append(
        "\nMean absolute exact Shapley value (Lundberg and Lee 2017) by reason group, in churn"
            + " probability:\n\n");
    table(text, "group", "mean contribution", insight.contributions());
    text.append(
        "\n"
            + "Partial dependence (Friedman 2001): mean score if every customer had this value,"
            + " from the 1st to the 99th percent of what occurs.\n\n");
    for (Dependence dependence : insight.dependences()) {
      text.append(chart(dependence)).append('\n');
    }
    return text.toString();
  }

  private static void table(
      StringBuilder text, String what, String figure, Map<String, Double> values) {
    text.append("| ").append(what).append(" | ").append(figure).append(" |\n| --- | ---: |\n");
    values.entrySet().stream()
        .limit(SHOWN)
        .forEach(
            entry ->
                text.append(
                    String.format(
                        Locale.ROOT, "| %s | %.4f |\n", entry.getKey(), entry.getValue())));
  }

  private static String chart(Dependence dependence) {
    double[] x = dependence.values();
    double highest = Arrays.stream(dependence.scores()).max().orElse(1);
    return new SvgChart(
            "Churn by " + dependence.feature(),
            new SvgChart.Axis(
                dependence.feature() + " (" + dependence.unit() + ")", x[0], x[x.length - 1]),
            new SvgChart.Axis("mean churn score", 0, highest))
        .line("mean score", x, dependence.scores())
        .svg();
  }
}
