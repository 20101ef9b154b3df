package io.tidewatch.platform.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.history.EventFiles;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.models.Release;
import io.tidewatch.models.Task;
import io.tidewatch.platform.options.ConnectionOptions;
import io.tidewatch.platform.options.StoreOptions;
import io.tidewatch.platform.releases.StoredReleases;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.Topic;
import io.tidewatch.training.BinaryMetrics;
import io.tidewatch.training.ComparedScores;
import io.tidewatch.training.ModelComparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds two churn releases against each other. */
@Command(
    name = "compare",
    description = {
      "Lets two churn releases score the same customers and shows how their scores relate, and"
          + " which is better where it is known what the customers did.",
      "The customers are those of a history, or of the alerts, offers and suppressions in"
          + " decision-log: these are not all customers alike, but those whom decisions were about."
    },
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(200);

  @Spec private CommandSpec spec;
  @Mixin private ConnectionOptions connection;
  @Mixin private StoreOptions store;

  @Parameters(
      index = "0",
      paramLabel = "A",
      description = "Release zip, or version or first digits of the SHA-256 of one in --store.")
  private String first;

  @Parameters(index = "1", paramLabel = "B", description = "The other one, named likewise.")
  private String second;

  @Option(
      names = "--history",
      paramLabel = "DIR",
      description = "Folder of Avro files of events to replay. Default: decision-log.")
  private Optional<Path> history = Optional.empty();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Take no older decisions from decision-log, such as 2017-10-01T00:00:00Z.")
  private Optional<Instant> since = Optional.empty();

  @Option(
      names = "--days",
      paramLabel = "N",
      description =
          "With --history: score customers every so many days. Default: ${DEFAULT-VALUE}.")
  private int everyDays = 7;

  @Option(
      names = "--raise-at",
      paramLabel = "SCORE",
      description = "Score at which alerts are raised. Default: ${DEFAULT-VALUE}.")
  private double raiseAt = 0.8;

  @Option(
      names = "--plots",
      paramLabel = "DIR",
      description = "Write scatter.svg and histogram.svg there.")
  private Optional<Path> plots = Optional.empty();

  @Option(names = "--json", description = "Print the figures as one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (everyDays < 1) {
      throw new ParameterException(
          spec.commandLine(), "--days " + everyDays + " must be at least 1");
    }
    history
        .filter(path -> !Files.isDirectory(path))
        .ifPresent(
            path -> {
              throw new CommandFailedException("--history " + path + " is not a folder");
            });
    StoredReleases stored = new StoredReleases(store.open());
    Release a = churn(stored, first);
    Release b = churn(stored, second);
    ComparedScores scores = compared(a, b);
    if (plots.isPresent()) {
      ComparisonPlots plotted = new ComparisonPlots(name(a), name(b), scores);
      Files.createDirectories(plots.get());
      Files.writeString(plots.get().resolve("scatter.svg"), plotted.scatter());
      Files.writeString(plots.get().resolve("histogram.svg"), plotted.histogram());
    }
    spec.commandLine()
        .getOut()
        .println(json ? Json.pretty(json(a, b, scores)) : text(a, b, scores));
    return 0;
  }

  private static Release churn(StoredReleases stored, String name) {
    Release release = stored.named(name);
    if (!(release.manifest().task() instanceof Task.Churn)) {
      throw new CommandFailedException(
          "'" + name + "' is " + release + ", no churn model; only churn scores are compared");
    }
    return release;
  }

  private ComparedScores compared(Release a, Release b) {
    try {
      ModelComparison comparison = new ModelComparison(a, b);
      if (history.isPresent()) {
        try (Stream<Event> events = EventFiles.read(history.get())) {
          comparison.history(events.toList(), everyDays);
        }
      } else {
        Configuration config = connection.connection().configuration();
        comparison.decisions(decisions(config), purchases(config));
      }
      return comparison.scores(raiseAt);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(e.getMessage(), e);
    } catch (IllegalStateException e) {
      throw new CommandFailedException(
          e.getMessage()
              + ": "
              + history
                  .map(path -> path + " has no customer whose outcome is known")
                  .orElse("decision-log has no alert, offer or suppression"),
          e);
    }
  }

  private List<DecisionRecord> decisions(Configuration config) {
    List<DecisionRecord> decisions = new ArrayList<>();
    List<Topic> log = List.of(Topic.DECISION_LOG);
    try (RecordConsumer consumer =
        since.isPresent()
            ? RecordConsumer.since(config, log, since.get())
            : RecordConsumer.fromBeginning(config, log)) {
      do {
        consumer
            .poll(POLL)
            .forEach(
                consumed -> {
                  if (consumed.record().orElse(null) instanceof DecisionRecord record) {
                    decisions.add(record);
                  }
                });
      } while (!consumer.atEnd());
    }
    return decisions;
  }

  private static List<Event> purchases(Configuration config) {
    List<Event> purchases = new ArrayList<>();
    try (RecordConsumer consumer = RecordConsumer.fromBeginning(config, List.of(Topic.PURCHASES))) {
      do {
        consumer
            .poll(POLL)
            .forEach(
                consumed -> {
                  if (consumed.record().orElse(null) instanceof PurchaseEvent purchase) {
                    purchases.add(Event.of(purchase));
                  }
                });
      } while (!consumer.atEnd());
    }
    return purchases;
  }

  private static String name(Release release) {
    return release.manifest().version() + " (" + release.sha256().substring(0, 8) + ")";
  }

  private static ObjectNode json(Release a, Release b, ComparedScores scores) {
    ObjectNode all = Json.object();
    release(all.putObject("a"), a, scores.aboveA(), scores.metricsA());
    release(all.putObject("b"), b, scores.aboveB(), scores.metricsB());
    all.put("cases", scores.a().length);
    all.put("customers", scores.customers());
    all.put("correlation", scores.correlation());
    all.put("rankCorrelation", scores.rankCorrelation());
    all.put("meanDifference", scores.meanDifference());
    all.put("meanAbsoluteDifference", scores.meanAbsoluteDifference());
    all.put("maxAbsoluteDifference", scores.maxAbsoluteDifference());
    all.put("meanRankChange", scores.meanRankChange());
    all.put("topTenthKept", scores.topTenthKept());
    all.put("raiseAt", scores.raiseAt());
    all.put("crossing", scores.crossing());
    all.put("customersCrossing", scores.customersCrossing());
    all.put("outcomesKnown", scores.known());
    return all;
  }

  private static void release(
      ObjectNode one, Release release, double above, Optional<BinaryMetrics> metrics) {
    one.put("version", release.manifest().version());
    one.put("sha256", release.sha256());
    one.put("aboveThreshold", above);
    metrics.ifPresent(
        quality -> {
          ObjectNode values = one.putObject("metrics");
          quality.asMap().forEach(values::put);
        });
  }

  private static String text(Release a, Release b, ComparedScores scores) {
    StringBuilder text = new StringBuilder();
    line(text, "A  %s %s", a.manifest().name(), name(a));
    line(text, "B  %s %s", b.manifest().name(), name(b));
    line(text, "%d cases of %d customers", scores.a().length, scores.customers());
    line(
        text,
        "correlation              %.4f (of ranks %.4f)",
        scores.correlation(),
        scores.rankCorrelation());
    line(
        text,
        "difference B - A         mean %+.4f, mean absolute %.4f, largest %.4f",
        scores.meanDifference(),
        scores.meanAbsoluteDifference(),
        scores.maxAbsoluteDifference());
    line(
        text,
        "rank                     moves by %.2f %% of the list; %.1f %% of A's highest tenth are in"
            + " B's",
        100 * scores.meanRankChange(),
        100 * scores.topTenthKept());
    line(
        text,
        "at or above %.2f         A %.2f %%, B %.2f %%; %.2f %% of the cases and %.2f %% of the"
            + " customers cross it",
        scores.raiseAt(),
        100 * scores.aboveA(),
        100 * scores.aboveB(),
        100 * scores.crossing(),
        100 * scores.customersCrossing());
    if (scores.metricsA().isEmpty() || scores.metricsB().isEmpty()) {
      line(
          text,
          "quality                  not known: of %d cases with a known outcome both outcomes are"
              + " needed",
          scores.known());
      return text.toString().stripTrailing();
    }
    line(text, "quality                  where the outcome is known (%d cases)", scores.known());
    scores
        .metricsA()
        .get()
        .asMap()
        .forEach(
            (metric, value) ->
                line(
                    text,
                    "  %-22s A %.4f  B %.4f",
                    metric,
                    value,
                    scores.metricsB().get().asMap().get(metric)));
    return text.toString().stripTrailing();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
