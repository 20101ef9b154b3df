package io.tidewatch.platform.skew;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.platform.options.ConnectionOptions;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.training.skew.FeatureSkew;
import io.tidewatch.training.skew.SkewMeter;
import io.tidewatch.training.skew.SkewReport;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures train/serve skew. */
@Command(
    name = "skew",
    description = {
      "Recomputes the features of logged decisions from the raw events by the path of the training,"
          + " and compares them feature by feature.",
      "Exit code 1 if a feature is wrong in more than the threshold, or nothing could be compared."
    },
    mixinStandardHelpOptions = true)
public final class SkewCommand implements Callable<Integer> {
  private static final int SHOWN = 20;

  @Spec private CommandSpec spec;
  @Mixin private ConnectionOptions connection;

  @Option(
      names = "--history",
      paramLabel = "DIR",
      description =
          "Folder of Avro files with all events since the customers' first. Default: the topics,"
              + " and customers whose first events they no longer hold are left out.")
  private Optional<Path> history = Optional.empty();

  @Option(
      names = "--share",
      paramLabel = "SHARE",
      description =
          "Share of the customers to compare, drawn by a hash. Default: ${DEFAULT-VALUE}.")
  private double share = 0.01;

  @Option(
      names = "--threshold",
      paramLabel = "SHARE",
      description =
          "Share of wrong values of a feature that is still no failure. Default: ${DEFAULT-VALUE}.")
  private double threshold;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Compare no older decisions, such as 2017-10-01T00:00:00Z. Default: all.")
  private Optional<Instant> since = Optional.empty();

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      description =
          "Measure again and again, such as PT6H, until interrupted: one JSON document per line,"
              + " and metrics for Prometheus.")
  private Optional<Duration> every = Optional.empty();

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description = "With --every: port of the metrics on 127.0.0.1. Default: ${DEFAULT-VALUE}.")
  private int metricsPort = 9_407;

  @Option(names = "--json", description = "Print the result as one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    check();
    SkewSources sources = new SkewSources(connection.connection().configuration(), history);
    if (every.isPresent()) {
      return measureAgainAndAgain(sources, every.get());
    }
    SkewReport report = measure(sources);
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? Json.pretty(json(report)) : text(report));
    return fails(report) ? 1 : 0;
  }

  private void check() {
    if (!(share > 0 && share <= 1)) {
      throw new ParameterException(
          spec.commandLine(), "--share " + share + " must be above 0 and at most 1");
    }
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new ParameterException(
          spec.commandLine(), "--threshold " + threshold + " must be from 0 to 1");
    }
    every
        .filter(pause -> pause.isNegative() || pause.isZero())
        .ifPresent(
            pause -> {
              throw new ParameterException(
                  spec.commandLine(), "--every " + pause + " must be longer than nothing");
            });
    history
        .filter(path -> !Files.isDirectory(path))
        .ifPresent(
            path -> {
              throw new CommandFailedException("--history " + path + " is not a folder");
            });
  }

  private SkewReport measure(SkewSources sources) {
    SkewMeter meter = new SkewMeter(share);
    sources.fill(meter, since);
    return meter.measure(history.isEmpty());
  }

  private int measureAgainAndAgain(SkewSources sources, Duration pause)
      throws InterruptedException {
    try (SkewMetrics metrics = SkewMetrics.start(metricsPort)) {
      spec.commandLine().getErr().println("metrics at " + metrics.url());
      while (!spec.commandLine().getOut().checkError()) {
        SkewReport report = measure(sources);
        metrics.show(report, Instant.now());
        spec.commandLine().getOut().println(Json.line(json(report)));
        Thread.sleep(pause.toMillis());
      }
    }
    return 0;
  }

  private boolean fails(SkewReport report) {
    return report.decisions() == 0 || report.worstShare() > threshold;
  }

  private ObjectNode json(SkewReport report) {
    ObjectNode all = Json.object();
    all.put("customers", report.customers());
    all.put("decisions", report.decisions());
    all.put("ambiguous", report.ambiguous());
    all.put("cutOff", report.cutOff());
    all.put("otherCatalogue", report.otherCatalogue());
    all.put("share", share);
    all.put("threshold", threshold);
    all.put("worstShare", report.worstShare());
    all.put("fails", fails(report));
    ArrayNode features = all.putArray("features");
    for (FeatureSkew feature : report.features()) {
      features
          .addObject()
          .put("feature", feature.feature())
          .put("compared", feature.compared())
          .put("mismatches", feature.mismatches())
          .put("missing", feature.missing())
          .put("extra", feature.extra())
          .put("share", feature.share())
          .put("maxRelativeError", feature.maxRelativeError())
          .put("worst", feature.worst());
    }
    return all;
  }

  private String text(SkewReport report) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%d decisions of %d customers compared, %d features each\n"
            .formatted(report.decisions(), report.customers(), report.features().size()));
    leftOut(text, report.ambiguous(), "several events of the customer came at that microsecond");
    leftOut(
        text,
        report.cutOff(),
        "the topics no longer hold the customer's first events, or a visitor was linked");
    leftOut(text, report.otherCatalogue(), "made with another catalogue of features");
    if (report.decisions() == 0) {
      return text.append("nothing could be compared").toString();
    }
    if (report.skewed().isEmpty()) {
      return text.append("no skew: counts are the same, all others within 1e-6").toString();
    }
    text.append(
        "%-24s %8s %10s %8s %8s %12s\n"
            .formatted("feature", "wrong", "mismatches", "missing", "extra", "max error"));
    report.skewed().stream()
        .limit(SHOWN)
        .forEach(
            feature ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "%-24s %7.2f%% %10d %8d %8d %12.3g\n    %s\n",
                        feature.feature(),
                        100 * feature.share(),
                        feature.mismatches(),
                        feature.missing(),
                        feature.extra(),
                        feature.maxRelativeError(),
                        feature.worst())));
    return text.append(fails(report) ? "skew is above the threshold" : "below the threshold")
        .toString();
  }

  private static void leftOut(StringBuilder text, long count, String why) {
    if (count > 0) {
      text.append(count).append(" left out: ").append(why).append('\n');
    }
  }
}
