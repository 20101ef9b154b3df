package io.tidewatch.platform.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.connectors.history.DataSet;
import io.tidewatch.connectors.history.DataSets;
import io.tidewatch.connectors.kafka.personal.MasterKeyOptions;
import io.tidewatch.customer.Feature;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.models.Release;
import io.tidewatch.platform.Tidewatch;
import io.tidewatch.platform.embedded.PlatformOptions;
import io.tidewatch.schemas.AlertRules;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Topic;
import io.tidewatch.scoring.DecisionRebuild;
import io.tidewatch.scoring.DecisionRebuild.Rebuilt;
import io.tidewatch.scoring.ScoringOptions;
import io.tidewatch.training.ChurnTrainer;
import io.tidewatch.training.Progress;
import io.tidewatch.training.RecommenderTrainer;
import io.tidewatch.training.TrainingHistory;
import io.tidewatch.training.TrainingOptions;
import io.tidewatch.training.TrainingSets;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Replays four months of real purchases by a quarter of the households twice, once undisturbed and
 * once with a crash in the middle: the outcome is the same, nothing is lost, and live features are
 * those of the training.
 */
final class ReplayIT {
  private static final int DAYS = 120;
  private static final int CUSTOMERS = 250;
  private static final float TOLERANCE = 1e-6f;

  @TempDir static Path folder;

  private static DataSet dataSet;
  private static List<Event> events;
  private static List<byte[]> releases;
  private static ReplayRun undisturbed;

  @BeforeAll
  static void trainAndReplay() throws Exception {
    dataSet = DataSets.named("completejourney", Optional.empty());
    Instant end = dataSet.firstAt().plus(Duration.ofDays(DAYS));
    try (Stream<Event> all = dataSet.events()) {
      events =
          all.takeWhile(event -> event.availableAtMicros() < Micros.of(end))
              .filter(event -> event.customerId().hashCode() % 4 == 0)
              .toList();
    }
    TrainingOptions options =
        TrainingOptions.defaults()
            .withSplit(dataSet.firstAt().plus(Duration.ofDays(DAYS * 3 / 4)))
            .withHorizonDays(14)
            .withMaxEpochs(1);
    TrainingHistory history = TrainingHistory.of(events);
    releases =
        List.of(
            ChurnTrainer.train(history, options, Progress.none()).zip(),
            RecommenderTrainer.train(history, options, Progress.none()).zip());
    undisturbed = ReplayRun.start(PlatformOptions.in(folder.resolve("undisturbed")));
    undisturbed.push(policy(), dataSet.offers());
    undisturbed.push(releases);
    undisturbed.replay(events);
    undisturbed.awaitDrained();
  }

  @AfterAll
  static void stop() {
    if (undisturbed != null) {
      undisturbed.close();
    }
  }

  /** Alerts at low scores, so that a hastily trained model raises many. */
  private static Policy policy() {
    return Policy.newBuilder()
        .setName("default")
        .setVersion("test")
        .setUpdatedAt(dataSet.firstAt())
        .setAlerts(
            AlertRules.newBuilder()
                .setRaiseAt(0.4f)
                .setClearBelow(0.3f)
                .setDailyCapacity(10)
                .setRetention(DemoPolicy.retention())
                .build())
        .setOffers(OfferRules.newBuilder().build())
        .setScoreLogShare(0.05f)
        .build();
  }

  @Test
  void everyEventIsAccountedForAndDecisionsComeOut() {
    assertThat(undisturbed.ledger().produced()).isEqualTo(events.size());
    assertThat(undisturbed.outputs().alerts()).isPositive();
    assertThat(undisturbed.outputs().retention().actions()).isPositive();
    assertThat(undisturbed.outputs().offers()).isPositive();
    assertThat(undisturbed.outputs().suppressions()).hasSizeGreaterThan(3);
    assertThat(undisturbed.outputs().deadLetters()).isZero();
  }

  /** Of hundreds of customers few stay in memory: it is full and evicts when the crash comes. */
  private static PlatformOptions withLittleMemory() {
    return PlatformOptions.in(folder.resolve("crashed"))
        .withCheckpointEvery(Duration.ofSeconds(1))
        .withScoring(ScoringOptions.BUNDLE_SIZE.key(), 64)
        .withScoring(ScoringOptions.CACHE_CUSTOMERS.key(), 50)
        .withScoring(ScoringOptions.DIRTY_CUSTOMERS.key(), 30);
  }

  @Test
  void crashInTheMiddleChangesNoDecision() throws Exception {
    try (ReplayRun crashed = ReplayRun.start(withLittleMemory())) {
      crashed.push(policy(), dataSet.offers());
      crashed.push(releases);
      // Models that were verified before the first event must come back with the checkpoint.
      Optional<Path> before = crashed.platform().latestCheckpoint();
      await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () ->
                  crashed.platform().latestCheckpoint().isPresent()
                      && !crashed.platform().latestCheckpoint().equals(before));
      crashed.replay(events);
      await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> crashed.ledger().processed() > events.size() / 4);
      crashed.platform().killJob();
      crashed.platform().startJob();
      crashed.awaitDrained();

      assertThat(processed(crashed)).isEqualTo(processed(undisturbed));
      assertThat(crashed.outputs().alertIds()).isEqualTo(undisturbed.outputs().alertIds());
      assertThat(crashed.outputs().retention().verdicts())
          .isEqualTo(undisturbed.outputs().retention().verdicts());
      assertThat(crashed.outputs().offerIds()).isEqualTo(undisturbed.outputs().offerIds());
      assertThat(crashed.outputs().suppressions()).isEqualTo(undisturbed.outputs().suppressions());
    }
  }

  /**
   * What became of the events. Lateness is left out: it says where the watermark stood when an
   * event came, and that differs from run to run.
   */
  private static Map<Topic, EventLedger.Entry> processed(ReplayRun run) {
    Map<Topic, EventLedger.Entry> entries = new EnumMap<>(Topic.class);
    run.ledger()
        .byTopic()
        .forEach(
            (topic, entry) ->
                entries.put(
                    topic,
                    new EventLedger.Entry(
                        entry.produced(),
                        entry.folded(),
                        entry.duplicate(),
                        entry.deadLettered(),
                        0)));
    return entries;
  }

  @Test
  void liveFeaturesAreThoseOfTheTraining() {
    List<DecisionRecord> logged = onePerCustomer();
    List<float[]> trained =
        TrainingSets.featuresAt(
            events,
            logged.stream()
                .map(
                    record ->
                        new TrainingSets.Point(
                            record.getCustomerId(), Micros.of(record.getDecidedAt())))
                .toList());

    assertThat(logged).hasSize(CUSTOMERS);
    for (int i = 0; i < logged.size(); i++) {
      DecisionRecord record = logged.get(i);
      assertThat(record.getCatalogueDigest()).isEqualTo(FeatureCatalogue.digest());
      assertThat(record.getFeatures()).hasSize(FeatureCatalogue.size());
      for (int f = 0; f < FeatureCatalogue.size(); f++) {
        assertFeature(FeatureCatalogue.features().get(f), record, trained.get(i)[f], f);
      }
    }
  }

  @Test
  void everyDecisionIsMadeAgainByteForByte() throws Exception {
    List<Release> read = new ArrayList<>();
    for (byte[] zip : releases) {
      read.add(Release.read(ReplayRun.signed(zip)));
    }
    DecisionRebuild rebuild = DecisionRebuild.with(read);
    Map<String, ByteBuffer> published = new HashMap<>();
    for (SpecificRecord record : undisturbed.readAll(Topic.CHURN_ALERTS)) {
      published.put(((ChurnAlert) record).getAlertId(), ((ChurnAlert) record).toByteBuffer());
    }
    for (SpecificRecord record : undisturbed.readAll(Topic.NEXT_BEST_OFFERS)) {
      published.put(
          ((NextBestOffer) record).getDecisionId(), ((NextBestOffer) record).toByteBuffer());
    }
    int made = 0;
    for (SpecificRecord record : undisturbed.readAll(Topic.DECISION_LOG)) {
      DecisionRecord logged = (DecisionRecord) record;
      if (logged.getKind() == DecisionKind.SCORE) {
        continue;
      }
      Rebuilt again = rebuild.rebuild(logged, dataSet.offers());
      assertThat(again.record()).isEqualTo(logged);
      assertThat(again.offersDecidedAgain()).isTrue();
      if (logged.getKind() != DecisionKind.SUPPRESSION) {
        made++;
        assertThat(
                logged.getKind() == DecisionKind.ALERT
                    ? again.alert().orElseThrow().toByteBuffer()
                    : again.offer().orElseThrow().toByteBuffer())
            .isEqualTo(published.get(logged.getDecisionId()));
      }
    }
    assertThat(made).isEqualTo(published.size()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(names = {"ALERT", "OFFER"})
  void explainsARealDecision(DecisionKind kind) throws Exception {
    DecisionRecord logged =
        undisturbed.readAll(Topic.DECISION_LOG).stream()
            .map(DecisionRecord.class::cast)
            .filter(record -> record.getKind() == kind)
            .findFirst()
            .orElseThrow();
    StringWriter json = new StringWriter();
    assertThat(run(json, "explain", logged.getDecisionId(), "--store", store(), "--json")).isZero();
    JsonNode explained = new ObjectMapper().readTree(json.toString());
    assertThat(explained.get("agrees").asBoolean()).isTrue();
    assertThat(explained.get("comparisons")).hasSize(2);
    assertThat(explained.get("comparisons")).allMatch(one -> one.get("sameBytes").asBoolean());
    JsonNode churn = explained.get("churn");
    assertThat(churn.get("sum").asDouble())
        .isCloseTo(churn.get("score").asDouble() - churn.get("base").asDouble(), within(1e-4));
    StringWriter text = new StringWriter();
    assertThat(run(text, "explain", logged.getDecisionId(), "--store", store(), "--language", "zh"))
        .isZero();
    assertThat(text.toString()).contains("the same, byte for byte").contains("。");
  }

  @Test
  void theSkewMeterFindsNoSkew() throws Exception {
    StringWriter json = new StringWriter();
    assertThat(run(json, "skew", "--share", "0.1", "--json", masterKey())).isZero();
    JsonNode report = new ObjectMapper().readTree(json.toString());
    assertThat(report.get("decisions").asInt()).isGreaterThan(100);
    assertThat(report.get("worstShare").asDouble()).isZero();
  }

  @Test
  void comparesReleasesOnTheDecisionsOfTheJob() throws Exception {
    String digest = Release.read(ReplayRun.signed(releases.get(0))).sha256();
    StringWriter json = new StringWriter();
    assertThat(
            run(
                json,
                "model",
                "compare",
                digest.substring(0, 12),
                digest,
                "--store",
                store(),
                "--plots",
                folder.resolve("plots").toString(),
                "--json"))
        .isZero();
    JsonNode compared = new ObjectMapper().readTree(json.toString());
    assertThat(compared.get("cases").asInt()).isGreaterThan(100);
    assertThat(compared.get("maxAbsoluteDifference").asDouble()).isZero();
    assertThat(compared.get("a").get("metrics").get("auc").asDouble()).isGreaterThan(0.5);
    assertThat(folder.resolve("plots/scatter.svg")).content().contains("<circle");
    assertThat(folder.resolve("plots/histogram.svg")).content().contains("<rect");
  }

  private static String store() {
    return undisturbed.platform().models().toString();
  }

  /** Texts of tickets are encrypted; who gives another Kafka than the running one gives the key. */
  private static String masterKey() {
    String key = MasterKeyOptions.MASTER_KEY_FILE.key();
    return "--master-key-file=" + undisturbed.platform().connection().access().get(key);
  }

  private static int run(StringWriter out, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--kafka=" + undisturbed.platform().connection().bootstrapServers());
    all.add("--registry=" + undisturbed.platform().connection().registryUrl());
    return Tidewatch.execute(
        Tidewatch.commandLine(),
        new PrintWriter(out, true),
        new PrintWriter(System.err, true),
        all.toArray(String[]::new));
  }

  private static void assertFeature(
      Feature feature, DecisionRecord record, float trained, int index) {
    String where =
        feature.name() + " of " + record.getCustomerId() + " at " + record.getDecidedAt();
    float live = record.getFeatures().get(index);
    if (feature.type() == Feature.Type.COUNT) {
      assertThat(live).as(where).isEqualTo(trained);
    } else {
      assertThat(live)
          .as(where)
          .isCloseTo(trained, within(TOLERANCE * Math.max(1, Math.abs(trained))));
    }
  }

  /**
   * The newest logged decision of each customer at which it is clear which events came before: none
   * of the customer's events happens at that very microsecond but the one that triggered it.
   */
  private static List<DecisionRecord> onePerCustomer() {
    Map<String, Map<Long, Integer>> eventsAt = new HashMap<>();
    for (Event event : events) {
      eventsAt
          .computeIfAbsent(event.customerId(), id -> new HashMap<>())
          .merge(event.availableAtMicros(), 1, Integer::sum);
    }
    Map<String, DecisionRecord> newest = new HashMap<>();
    undisturbed.readAll(Topic.DECISION_LOG).stream()
        .map(DecisionRecord.class::cast)
        .filter(record -> !record.getFeatures().isEmpty())
        .filter(
            record ->
                eventsAt
                        .getOrDefault(record.getCustomerId(), Map.of())
                        .getOrDefault(Micros.of(record.getDecidedAt()), 0)
                    == (record.getTriggerEventId() == null ? 0 : 1))
        .forEach(
            record ->
                newest.merge(
                    record.getCustomerId(),
                    record,
                    (a, b) -> a.getDecidedAt().isAfter(b.getDecidedAt()) ? a : b));
    List<DecisionRecord> chosen = new ArrayList<>(newest.values());
    assertThat(chosen).hasSizeGreaterThanOrEqualTo(CUSTOMERS);
    return chosen.subList(0, CUSTOMERS);
  }
}
