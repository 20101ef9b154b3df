package io.tidewatch.platform.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.customer.Feature;
import io.tidewatch.models.Release;
import io.tidewatch.models.monitor.DriftReport;
import io.tidewatch.models.monitor.FeatureDrift;
import io.tidewatch.models.monitor.Occasion;
import io.tidewatch.models.monitor.Reference;
import io.tidewatch.platform.options.ConnectionOptions;
import io.tidewatch.platform.options.StoreOptions;
import io.tidewatch.platform.releases.PublishedSlots;
import io.tidewatch.platform.releases.StoredReleases;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.Topic;
import io.tidewatch.scoring.slots.ModelSlots;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how far scores and features have moved from what the release was trained on. */
@Command(
    name = "drift",
    description =
        "Compares the plain scores in decision-log with the reference of the release that gave"
            + " them: population stability index and missing share of every feature, at events and"
            + " at regular times, those that moved most first.",
    mixinStandardHelpOptions = true)
final class DriftCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final double SOME = 0.1;
  private static final double MUCH = 0.25;

  @Spec private CommandSpec spec;
  @Mixin private ConnectionOptions connection;
  @Mixin private StoreOptions store;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      defaultValue = "churn",
      description = "Model. Default: ${DEFAULT-VALUE}.")
  private String name;

  @Option(
      names = "--release",
      paramLabel = "RELEASE",
      description =
          "Release to compare with: a file, or the version or the first digits of the digest of one"
              + " in the store. Default: the champion; one that was not pushed to a folder needs"
              + " --store.")
  private Optional<String> named = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "First stream time that counts, in UTC. Default: the oldest record.")
  private Instant from = Instant.MIN;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "First stream time that no longer counts, in UTC. Default: the newest record.")
  private Instant until = Instant.MAX;

  @Option(
      names = "--worst",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many features to name. Default: ${DEFAULT-VALUE}; all are in --json.")
  private int worst;

  @Option(
      names = "--plots",
      paramLabel = "DIR",
      description = "Folder for drift.svg (all features) and scores.svg.")
  private Optional<Path> plots = Optional.empty();

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    Configuration config = connection.connection().configuration();
    Release release =
        named
            .map(other -> new StoredReleases(store.open()).named(other))
            .orElseGet(() -> champion(config));
    Reference reference =
        release
            .manifest()
            .reference()
            .orElseThrow(
                () ->
                    new CommandFailedException(
                        release + " has no reference to compare with; train it anew"));
    DriftReport report = new DriftReport(reference);
    read(config, release.sha256(), report);
    plots.ifPresent(dir -> DriftPlots.write(dir, reference, report));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.pretty(json(release, report)));
    } else {
      print(release, report, out);
    }
    return 0;
  }

  private Release champion(Configuration config) {
    ModelRelease champion =
        PublishedSlots.read(config)
            .getOrDefault(name, ModelSlots.none(name))
            .in(ModelRole.CHAMPION)
            .orElseThrow(
                () ->
                    new CommandFailedException(
                        "no champion of " + name + " was pushed; name a release with --release"));
    URI uri = URI.create(champion.getArtifactUri());
    return "file".equals(uri.getScheme())
        ? ReleaseFile.read(Path.of(uri)).release()
        : new StoredReleases(store.open()).bySha256(champion.getSha256());
  }

  private void read(Configuration config, String sha256, DriftReport report) {
    try (RecordConsumer consumer =
        RecordConsumer.fromBeginning(config, List.of(Topic.DECISION_LOG))) {
      while (!consumer.atEnd()) {
        for (ConsumedRecord consumed : consumer.poll(POLL)) {
          if (consumed.record().orElse(null) instanceof DecisionRecord decision
              && counts(decision, sha256)) {
            report.add(
                decision.getTriggerEventId() == null ? Occasion.REGULAR : Occasion.EVENT,
                decision.getChurn(),
                vector(decision));
          }
        }
      }
    }
  }

  /** A plain score of the release, of a customer who has bought, as the reference has them. */
  private boolean counts(DecisionRecord decision, String sha256) {
    return decision.getKind() == DecisionKind.SCORE
        && !decision.getDecidedAt().isBefore(from)
        && decision.getDecidedAt().isBefore(until)
        && decision.getModels().stream().anyMatch(model -> model.getSha256().equals(sha256))
        && decision.getFeatures().get(Feature.PURCHASES.ordinal()) > 0;
  }

  private static float[] vector(DecisionRecord decision) {
    List<Float> features = decision.getFeatures();
    float[] vector = new float[features.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = features.get(i);
    }
    return vector;
  }

  private void print(Release release, DriftReport report, PrintWriter out) {
    out.println(release);
    for (DriftReport.Found found : report.found()) {
      out.printf(
          Locale.ROOT,
          "%-8s %7d plain scores, PSI of the score %s, mean %.3f (reference %.3f)%s%n",
          occasion(found.occasion()),
          found.cases(),
          psi(found.scorePsi()),
          found.meanScore(),
          found.expectedMeanScore(),
          found.isEnough() ? "" : "; too few to judge, " + DriftReport.ENOUGH + " are needed");
    }
    if (report.notFinite() > 0) {
      out.println(report.notFinite() + " scores are no probabilities");
    }
    List<DriftReport.Worst> moved = report.worst(worst);
    if (!moved.isEmpty()) {
      out.printf("%n%-24s %-8s %-18s %s%n", "feature", "at", "PSI", "missing (reference)");
    }
    for (DriftReport.Worst feature : moved) {
      out.printf(
          Locale.ROOT,
          "%-24s %-8s %-18s %.3f (%.3f)%n",
          feature.drift().name(),
          occasion(feature.occasion()),
          psi(feature.drift().psi()),
          feature.drift().missing(),
          feature.drift().expectedMissing());
    }
  }

  private static String psi(double psi) {
    String word = psi > MUCH ? "large shift" : psi > SOME ? "some shift" : "stable";
    return String.format(Locale.ROOT, "%.3f %s", psi, word);
  }

  private static String occasion(Occasion occasion) {
    return occasion.name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode json(Release release, DriftReport report) {
    ObjectNode all = Json.object();
    all.put("name", release.manifest().name());
    all.put("version", release.manifest().version());
    all.put("sha256", release.sha256());
    all.put("notFinite", report.notFinite());
    ArrayNode occasions = all.putArray("occasions");
    for (DriftReport.Found found : report.found()) {
      ObjectNode one = occasions.addObject().put("occasion", occasion(found.occasion()));
      one.put("cases", found.cases()).put("enough", found.isEnough());
      one.putObject("score")
          .put("psi", found.scorePsi())
          .put("mean", found.meanScore())
          .put("expectedMean", found.expectedMeanScore());
      ArrayNode features = one.putArray("features");
      for (FeatureDrift drift : found.features()) {
        features
            .addObject()
            .put("name", drift.name())
            .put("psi", drift.psi())
            .put("missing", drift.missing())
            .put("expectedMissing", drift.expectedMissing());
      }
    }
    ArrayNode worst = all.putArray("worst");
    for (DriftReport.Worst feature : report.worst(5)) {
      worst
          .addObject()
          .put("name", feature.drift().name())
          .put("occasion", occasion(feature.occasion()))
          .put("psi", feature.drift().psi());
    }
    return all;
  }
}
