package io.tidewatch.platform.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.connectors.history.LoadGenerator;
import io.tidewatch.models.ReleaseSignature;
import io.tidewatch.models.signing.SigningKey;
import io.tidewatch.platform.embedded.EmbeddedPlatform;
import io.tidewatch.platform.embedded.PlatformOptions;
import io.tidewatch.platform.model.LifeOfAModel;
import io.tidewatch.platform.terminal.Terminal;
import io.tidewatch.schemas.Topic;
import io.tidewatch.training.ChurnTrainer;
import io.tidewatch.training.Progress;
import io.tidewatch.training.TrainingHistory;
import io.tidewatch.training.TrainingOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo from the first policy to the report, on a small made-up business, and then the commands
 * on models while its platform is up.
 */
final class DemoIT {
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
  private static final List<String> METRICS =
      List.of("auc", "prAuc", "brier", "calibrationError", "liftAt10");

  @Test
  void reportsWhatCameOutAndHowGoodItWas(@TempDir Path folder) throws Exception {
    LoadGenerator business = new LoadGenerator(200, 180, START, 7);
    SigningKey key = SigningKey.generate();
    DemoOptions options =
        new DemoOptions(
            PlatformOptions.in(folder.resolve("platform")).forReplay().trusting(key.verifyingKey()),
            key,
            TrainingOptions.defaults().withMaxEpochs(2),
            START.plus(Duration.ofDays(120)),
            0,
            Duration.ofHours(12),
            Optional.of(folder.resolve("cache")),
            Map.of("tidewatch", "test"));
    StringWriter shown = new StringWriter();
    Path second = trained(new LoadGenerator(60, 120, START, 8), key, folder.resolve("second.zip"));
    DemoReport report = run(options, business, shown, second);

    assertThat(report.ledger().complete()).as(report.ledger().toString()).isTrue();
    assertThat(report.successful()).isTrue();
    assertThat(report.trainingSeconds()).isPositive();
    assertThat(report.churn().network().auc()).isGreaterThan(0.6);
    assertThat(shown.toString()).contains("alerts").doesNotContain("\u001b");
    assertDocument(report.toJson());
    assertThat(String.join("\n", report.summary())).contains("no event was lost");
    assertThat(folder.resolve("cache/models")).isNotEmptyDirectory();
  }

  private static DemoReport run(
      DemoOptions options, LoadGenerator business, StringWriter shown, Path second)
      throws Exception {
    try (EmbeddedPlatform platform = EmbeddedPlatform.start(options.platform());
        OutputFeed feed = OutputFeed.start(platform.connection().configuration())) {
      DemoReport report =
          new Demo(options, business, platform, feed, System.nanoTime())
              .run(new Terminal(new PrintWriter(shown), false, 100));
      new LifeOfAModel(
              platform.connection(), platform.models(), second, options.key(), business.lastAt())
          .live();
      return report;
    }
  }

  /** Another churn release than the demo's. */
  private static Path trained(LoadGenerator business, SigningKey key, Path file) throws Exception {
    TrainingOptions options =
        TrainingOptions.defaults()
            .withSplit(START.plus(Duration.ofDays(90)))
            .withMaxEpochs(1)
            .withSeed(2);
    byte[] zip = ChurnTrainer.train(TrainingHistory.of(business), options, Progress.none()).zip();
    return Files.write(file, ReleaseSignature.sign(zip, key));
  }

  /** The keys that scripts rely on. */
  private static void assertDocument(JsonNode json) {
    List<String> eventTopics =
        Arrays.stream(Topic.values()).filter(Topic::isEvent).map(Topic::topicName).toList();
    assertThat(json.path("events").properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyElementsOf(eventTopics);
    for (JsonNode counts : json.path("events")) {
      assertThat(
              counts.path("folded").asLong()
                  + counts.path("duplicate").asLong()
                  + counts.path("deadLettered").asLong())
          .isEqualTo(counts.path("produced").asLong());
      assertThat(counts.has("late")).isTrue();
    }
    for (String key :
        List.of(
            "alerts",
            "offers",
            "scores",
            "secondsToFirstAlert",
            "secondsToFirstOffer",
            "peakMemoryBytes",
            "seconds")) {
      assertThat(json.path(key).asDouble()).as(key).isPositive();
    }
    assertThat(json.path("suppressions").size()).isPositive();
    JsonNode retention = json.path("retention");
    assertThat(retention.path("verdicts").path("ACTION").asLong()).isPositive();
    assertThat(retention.path("savedMarginMinor").asDouble()).isPositive();
    for (String key : METRICS) {
      assertThat(json.path("churn").path(key).isNumber()).as(key).isTrue();
      assertThat(json.path("churn").path("baseline").path(key).isNumber()).as(key).isTrue();
    }
    for (String key :
        List.of("recallAt20", "mrrAt20", "popularityRecallAt20", "itemKnnRecallAt20")) {
      assertThat(json.path("recommender").path(key).isNumber()).as(key).isTrue();
    }
    assertThat(json.path("observed").isArray()).isTrue();
    assertThat(StreamSupport.stream(json.path("simulated").spliterator(), false))
        .extracting(JsonNode::asText)
        .contains("purchases");
    assertThat(json.path("versions").path("tidewatch").asText()).isEqualTo("test");
  }
}
