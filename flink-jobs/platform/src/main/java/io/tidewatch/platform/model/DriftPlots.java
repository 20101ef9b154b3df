package io.tidewatch.platform.model;

import io.tidewatch.models.monitor.DriftReport;
import io.tidewatch.models.monitor.Occasion;
import io.tidewatch.models.monitor.Reference;
import io.tidewatch.models.monitor.Sample;
import io.tidewatch.models.monitor.ScoreHistogram;
import io.tidewatch.platform.terminal.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws drift as SVG: one bar per feature, and the scores of then and now. */
final class DriftPlots {
  private static final int WIDTH = 760;
  private static final int LEFT = 200;
  private static final int ROW = 16;
  private static final int PLOT_HEIGHT = 180;
  private static final int BINS_PER_BAR = 5;
  private static final double[] LIMITS = {0.1, 0.25};

  private DriftPlots() {}

  /** Writes drift.svg and scores.svg into a folder, which is made if it is not there. */
  static void write(Path dir, Reference reference, DriftReport report) {
    try {
      Files.createDirectories(dir);
      Files.writeString(dir.resolve("drift.svg"), features(report.worst(Integer.MAX_VALUE)));
      Files.writeString(dir.resolve("scores.svg"), scores(reference, report));
    } catch (IOException e) {
      throw new CommandFailedException("cannot draw into " + dir, e);
    }
  }

  static String features(List<DriftReport.Worst> features) {
    double most =
        Math.max(0.5, features.stream().mapToDouble(f -> f.drift().psi()).max().orElse(0));
    double scale = (WIDTH - LEFT - 60) / most;
    StringBuilder svg = begin(40 + ROW * features.size() + 10, "Population stability index");
    int y = 36;
    for (DriftReport.Worst feature : features) {
      double psi = feature.drift().psi();
      String name = feature.drift().name() + " " + word(feature.occasion());
      text(svg, LEFT - 6, y + 11, "end", name);
      bar(svg, LEFT, y + 2, psi * scale, ROW - 4, psi > LIMITS[1] ? "#b3261e" : "#3a6ea5");
      text(svg, LEFT + psi * scale + 4, y + 11, "start", number(psi));
      y += ROW;
    }
    for (double limit : LIMITS) {
      line(svg, LEFT + limit * scale, 32, y);
      text(svg, LEFT + limit * scale, 28, "middle", number(limit));
    }
    return svg.append("</svg>\n").toString();
  }

  static String scores(Reference reference, DriftReport report) {
    StringBuilder svg =
        begin(
            20 + PLOT_HEIGHT * reference.samples().size(),
            "Churn scores: outline at training, filled now");
    int top = 20;
    for (Map.Entry<Occasion, Sample> sample : reference.samples().entrySet()) {
      ScoreHistogram then = sample.getValue().histogram();
      ScoreHistogram now = report.scores(sample.getKey()).orElseThrow();
      text(svg, 10, top + PLOT_HEIGHT / 2, "start", word(sample.getKey()) + ", " + now.count());
      histogram(svg, then, now, top);
      top += PLOT_HEIGHT;
    }
    return svg.append("</svg>\n").toString();
  }

  private static void histogram(
      StringBuilder svg, ScoreHistogram then, ScoreHistogram now, int top) {
    double[] before = shares(then);
    double[] after = shares(now);
    double most = 0.01;
    for (int i = 0; i < before.length; i++) {
      most = Math.max(most, Math.max(before[i], after[i]));
    }
    double width = (double) (WIDTH - LEFT - 20) / before.length;
    double height = PLOT_HEIGHT - 40;
    for (int i = 0; i < before.length; i++) {
      double x = LEFT + i * width;
      double filled = after[i] / most * height;
      bar(svg, x + 1, top + 20 + height - filled, width - 2, filled, "#9dbad7");
      double outline = before[i] / most * height;
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"none\""
                  + " stroke=\"#333\"/>%n",
              x + 1,
              top + 20 + height - outline,
              width - 2,
              outline));
    }
    for (int tenth = 0; tenth <= 10; tenth += 2) {
      double x = LEFT + (WIDTH - LEFT - 20) * tenth / 10.0;
      text(svg, x, top + PLOT_HEIGHT - 6, "middle", number(tenth / 10.0));
    }
  }

  private static double[] shares(ScoreHistogram scores) {
    long[] counts = scores.counts();
    double[] shares = new double[counts.length / BINS_PER_BAR];
    for (int i = 0; i < counts.length; i++) {
      shares[i / BINS_PER_BAR] += (double) counts[i] / Math.max(1, scores.count());
    }
    return shares;
  }

  private static StringBuilder begin(int height, String title) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " font-family=\"sans-serif\" font-size=\"11\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
            WIDTH,
            height));
    text(svg, 10, 16, "start", title);
    return svg;
  }

  private static void bar(
      StringBuilder svg, double x, double y, double width, double height, String colour) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
            x,
            y,
            width,
            height,
            colour));
  }

  private static void line(StringBuilder svg, double x, double from, double to) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#999\""
                + " stroke-dasharray=\"3\"/>%n",
            x,
            x,
            from,
            to));
  }

  // Feature names and numbers only: nothing in them needs escaping.
  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            text));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String word(Occasion occasion) {
    return occasion == Occasion.REGULAR ? "(regular)" : "(event)";
  }
}
