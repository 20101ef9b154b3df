package io.tidewatch.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.connectors.history.EventFiles;
import io.tidewatch.connectors.history.EventOrder;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.models.Admission;
import io.tidewatch.models.Release;
import io.tidewatch.models.ReleaseSignature;
import io.tidewatch.models.monitor.Occasion;
import io.tidewatch.models.monitor.Reference;
import io.tidewatch.models.monitor.Sample;
import io.tidewatch.models.signing.SigningKey;
import io.tidewatch.models.signing.TrustedKeys;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** From events to releases, with the real replay job, real DL4J and the job's own gates. */
class TrainersTest {
  private static final List<Event> EVENTS = PurchaseHistories.customers(80, 200, 11);
  private static final TrainingOptions OPTIONS =
      TrainingOptions.defaults()
          .withHorizonDays(14)
          .withTestShare(0.3)
          .withSnapshotEveryDays(7)
          .withMaxEpochs(2)
          .withSeed(5);

  /** A tenth of what a job allows by default. */
  private static final long MULTIPLY_ADDS = 100_000;

  private static TrainingSet set;
  private static TrainedModel churn;
  private static TrainedModel otherSeed;
  private static TrainedModel recommender;

  @BeforeAll
  static void train() {
    set = TrainingSets.build(TrainingHistory.of(EVENTS), OPTIONS, Progress.none());
    churn = ChurnTrainer.train(set, OPTIONS, Progress.none());
    otherSeed = ChurnTrainer.train(set, OPTIONS.withSeed(6), Progress.none());
    recommender = RecommenderTrainer.train(set, OPTIONS, Progress.none());
  }

  @Test
  void theReplayJobEqualsAReplayInOneThread(@TempDir Path dir) {
    EventFiles.write(dir, EVENTS.stream().sorted(EventOrder.BY_AVAILABILITY));
    TrainingSet one =
        TrainingSets.build(
            TrainingHistory.directory(dir), OPTIONS.withParallelism(1), Progress.none());
    assertThat(one.digest()).isEqualTo(set.digest());
    assertThat((long) set.customers().size())
        .isEqualTo(EVENTS.stream().map(Event::customerId).distinct().count());
    CustomerReplay some = set.customers().get(17);
    List<Event> events =
        EVENTS.stream().filter(event -> event.customerId().equals(some.customerId())).toList();
    long[] times = some.snapshots().stream().mapToLong(Snapshot::atMicros).toArray();
    CustomerReplay alone = CustomerReplay.of(some.customerId(), events, times, 14);
    assertThat(some.stepInputs()).containsExactly(alone.stepInputs());
    assertThat(some.snapshots()).usingRecursiveComparison().isEqualTo(alone.snapshots());
    assertThat(set.customers())
        .allMatch(c -> c.atEvents().isEmpty() || ChurnParts.validates(c.customerId()));
  }

  @Test
  void featuresAtAPointAreThoseOfTheTrainingSet() {
    CustomerReplay customer = set.customers().get(3);
    List<TrainingSets.Point> points = new ArrayList<>();
    for (Snapshot snapshot : customer.snapshots()) {
      points.add(new TrainingSets.Point(customer.customerId(), snapshot.atMicros()));
    }
    List<float[]> features = TrainingSets.featuresAt(EVENTS, points);
    for (int i = 0; i < points.size(); i++) {
      assertThat(features.get(i)).containsExactly(customer.snapshots().get(i).features());
    }
  }

  @Test
  void bothReleasesPassTheGatesOfTheJob() throws Exception {
    SigningKey key = SigningKey.generate();
    for (TrainedModel model : List.of(churn, recommender)) {
      byte[] zip = ReleaseSignature.sign(model.zip(), key);
      String sha256 = HexFormat.of().formatHex(TrainingSet.sha256().digest(zip));
      Release release =
          Release.verify(
              zip, sha256, new Admission(TrustedKeys.of(key.verifyingKey()), MULTIPLY_ADDS));
      assertThat(release.manifest().name()).isEqualTo(model.name());
      assertThat(release.manifest().provenance().trainingData()).isEqualTo(set.digest());
      assertThat(release.manifest().provenance().seed()).isEqualTo(5);
    }
  }

  @Test
  void theChurnReleaseSaysHowScoresAndFeaturesWereSpread() throws Exception {
    Reference reference = Release.read(churn.zip()).manifest().reference().orElseThrow();
    ChurnParts parts = ChurnParts.of(set, OPTIONS);
    Sample regular = reference.sample(Occasion.REGULAR).orElseThrow();
    Sample event = reference.sample(Occasion.EVENT).orElseThrow();
    assertThat(regular.histogram().count()).isEqualTo(parts.validation().size());
    assertThat(event.histogram().count()).isEqualTo(parts.atEvents().size()).isPositive();
    assertThat(regular.histogram().mean())
        .isCloseTo(
            parts.validation().stream().filter(e -> e.snapshot().churned()).count()
                / (double) parts.validation().size(),
            within(0.05));
    assertThat(reference.auc()).isBetween(0.6, 1.0);
    assertThat(Release.read(recommender.zip()).manifest().reference()).isEmpty();
  }

  @Test
  void aFeatureOfWhichNothingWasSeenIsTheSameAtAnyTime() {
    float[] later = new float[FeatureCatalogue.size()];
    FeatureCatalogue.vector(new CustomerState(), 1_700_000_000_000_000L, later);
    assertThat(ChurnReference.absent()).containsExactly(later);
  }

  @Test
  void theSameSeedGivesTheSameBytesAlsoSideBySide() {
    CompletableFuture<TrainedModel> again =
        CompletableFuture.supplyAsync(
            () -> RecommenderTrainer.train(set, OPTIONS, Progress.none()));
    assertThat(ChurnTrainer.train(set, OPTIONS, Progress.none()).zip()).isEqualTo(churn.zip());
    assertThat(again.join().zip()).isEqualTo(recommender.zip());
    assertThat(otherSeed.zip()).isNotEqualTo(churn.zip());
  }

  @Test
  void cardsShowEveryRowAndHowToReproduce() {
    assertThat(churn.metrics()).containsOnlyKeys("network", "logisticRegression", "recency");
    assertThat(recommender.metrics()).containsOnlyKeys("network", "popularity", "itemKnn");
    assertThat(churn.card())
        .contains("| network |", "| logisticRegression |", "| recency |", set.digest(), "--seed 5");
    assertThat(recommender.card()).contains("| popularity |", "| itemKnn |");
    assertThat(churn.metrics().get("network").get("auc")).isGreaterThan(0.6);
  }

  @Test
  void cardsInTheReleasesSayWhatTheScoresDependOnAndDrawIt() throws Exception {
    String card = Release.card(churn.zip());
    assertThat(card).isEqualTo(churn.card());
    assertThat(card)
        .contains("| sequence |", "| recency |", "Permutation importance", "Partial dependence");
    assertThat(CardPictures.of(card)).hasSize(5).containsKey("churn-network.svg");
    assertThat(CardPictures.of(Release.card(recommender.zip())))
        .containsOnlyKeys("recommender-network.svg");
    assertThat(CardPictures.leftOut(card))
        .doesNotContain("<svg", "</svg>")
        .contains("(picture: Churn network)");
    assertThat(card.length()).isLessThan(100_000);
    for (String picture : CardPictures.of(card).values()) {
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(picture)));
    }
  }

  @Test
  void releasesOfTwoSeedsAreComparedOnTheSameCustomers() throws Exception {
    Release one = Release.read(churn.zip());
    Release other = Release.read(otherSeed.zip());
    ComparedScores same = new ModelComparison(one, one).history(EVENTS, 7).scores(0.5);
    assertThat(same.correlation()).isCloseTo(1, within(1e-12));
    assertThat(same.maxAbsoluteDifference()).isZero();
    assertThat(same.crossing()).isZero();
    assertThat(same.topTenthKept()).isEqualTo(1);
    assertThat(same.known()).isEqualTo(same.a().length);
    assertThat(same.metricsA()).isEqualTo(same.metricsB()).isPresent();

    ComparedScores two = new ModelComparison(one, other).history(EVENTS, 7).scores(0.5);
    assertThat(two.a()).containsExactly(same.a());
    assertThat(two.correlation()).isBetween(0.5, 0.999999);
    assertThat(two.meanAbsoluteDifference()).isBetween(1e-6, 0.3);
    assertThat(two.metricsA()).isNotEqualTo(two.metricsB());
    assertThatThrownBy(() -> new ModelComparison(one, Release.read(recommender.zip())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a churn model");
  }

  @Test
  void theKernelRanksLikeTheNetworkThatWasTrained() {
    RecommenderEvaluation served =
        LiveEvaluation.recommender(
            EVENTS,
            set.splitMicros(),
            recommender.zip(),
            RecommenderBaselines.read(recommender.baselines()));
    Map<String, Double> trained = recommender.metrics().get("network");
    assertThat(served.network().mrrAt20()).isCloseTo(trained.get("mrrAt20"), within(1e-9));
    assertThat(served.network().recallAt20()).isCloseTo(trained.get("recallAt20"), within(1e-9));
    assertThat(served.itemKnn().mrrAt20())
        .isEqualTo(recommender.metrics().get("itemKnn").get("mrrAt20"));
  }

  @Test
  void liveScoresAreJudgedWhereTheHorizonIsKnown() {
    ChurnBaselines baselines = ChurnBaselines.read(churn.baselines());
    List<LiveEvaluation.ChurnPoint> points = new ArrayList<>();
    int expected = 0;
    for (CustomerReplay customer : set.customers()) {
      for (Snapshot snapshot : customer.snapshots()) {
        if (snapshot.atMicros() >= set.splitMicros()) {
          double score = baselines.logisticRegression(snapshot.features());
          points.add(
              new LiveEvaluation.ChurnPoint(customer.customerId(), snapshot.atMicros(), score));
          expected++;
        }
      }
    }
    points.add(new LiveEvaluation.ChurnPoint("c1", set.endMicros() - Micros.PER_DAY, 0.5));
    points.add(new LiveEvaluation.ChurnPoint("nobody", set.splitMicros(), 0.5));
    ChurnEvaluation judged = LiveEvaluation.churn(EVENTS, points, 14, baselines);
    assertThat(judged.cases()).isEqualTo(expected);
    assertThat(judged.network()).isEqualTo(judged.logisticRegression());
    assertThat(judged.logisticRegression().asMap())
        .isEqualTo(churn.metrics().get("logisticRegression"));
  }

  @Test
  void refusesHistoriesThatAreTooShort() {
    assertThatThrownBy(
            () ->
                TrainingSets.build(
                    TrainingHistory.of(PurchaseHistories.customers(5, 30, 1)),
                    TrainingOptions.defaults(),
                    Progress.none()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too short");
  }
}
