package io.tidewatch.scoring;

import static io.tidewatch.scoring.TestEvents.click;
import static io.tidewatch.scoring.TestEvents.day;
import static io.tidewatch.scoring.TestEvents.purchase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.decisions.ChallengerShare;
import io.tidewatch.models.Release;
import io.tidewatch.schemas.CustomerScore;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelSlot;
import io.tidewatch.schemas.ModelState;
import io.tidewatch.schemas.ModelStatus;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.ShadowScore;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Champion, challenger and shadow in one operator. */
class ServingRolesTest {
  private static final int CUSTOMERS = 400;
  private static final float SHARE = 0.25f;
  private static final Bundling BUNDLES = new Bundling(64, Duration.ofMillis(5), 50, 20);

  @Test
  void theChallengerServesItsShareOfTheCustomersAndEveryRecordNamesWhoScoredIt() throws Exception {
    Release challenger = TestModels.churn("2", 5);
    Release otherRecommender = TestModels.recommender("2", 3f);
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL, BUNDLES)) {
      customers.challenge(challenger, SHARE);
      customers.challenge(otherRecommender, SHARE);
      buyOnce(customers, CUSTOMERS);
      customers.watermark(day(20));

      Map<String, Set<String>> byCustomer =
          customers.records(CustomerScore.class).stream()
              .collect(
                  Collectors.groupingBy(
                      CustomerScore::getCustomerId,
                      Collectors.mapping(s -> s.getModel().getSha256(), Collectors.toSet())));
      assertThat(byCustomer).hasSize(CUSTOMERS);
      byCustomer.forEach(
          (customer, models) ->
              assertThat(models)
                  .containsExactly(
                      ChallengerShare.contains(customer, "churn", SHARE)
                          ? challenger.sha256()
                          : TestModels.churn().sha256()));
      assertThat(customers.alerts())
          .isNotEmpty()
          .allMatch(alert -> byCustomer.get(alert.getCustomerId()).contains(sha(alert.getModel())));
      for (DecisionRecord record : customers.records(DecisionRecord.class)) {
        boolean challenged = ChallengerShare.contains(record.getCustomerId(), "recommender", SHARE);
        assertThat(record.getModels())
            .extracting(ModelRef::getSha256)
            .contains(byCustomer.get(record.getCustomerId()).iterator().next());
        assertThat(record.getModels())
            .filteredOn(model -> model.getName().equals("recommender"))
            .allMatch(
                model ->
                    sha(model)
                        .equals(
                            (challenged ? otherRecommender : TestModels.recommender()).sha256()));
      }
      for (NextBestOffer offer : customers.records(NextBestOffer.class)) {
        assertThat(sha(offer.getModel()).equals(otherRecommender.sha256()))
            .isEqualTo(ChallengerShare.contains(offer.getCustomerId(), "recommender", SHARE));
      }
    }
  }

  @Test
  void customersOfChampionAndChallengerScoreInOneBundleAsEachOfThemAlone() throws Exception {
    Release challenger = TestModels.churn("2", 5);
    Map<String, List<Float>> mixed;
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL, BUNDLES)) {
      customers.challenge(challenger, 0.5f);
      mixed = churn(customers);
    }
    Map<String, List<Float>> byChampion;
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL)) {
      byChampion = churn(customers);
    }
    Map<String, List<Float>> byChallenger;
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL)) {
      customers.serve(challenger);
      byChallenger = churn(customers);
    }
    mixed.forEach(
        (customer, scores) ->
            assertThat(scores)
                .isEqualTo(
                    (ChallengerShare.contains(customer, "churn", 0.5) ? byChallenger : byChampion)
                        .get(customer)));
    assertThat(byChampion).isNotEqualTo(byChallenger);
  }

  @Test
  void theChallengersCustomersAreTheSameAfterARestartWithAnotherParallelism() throws Exception {
    Release challenger = TestModels.churn("2", 5);
    OperatorSubtaskState checkpoint;
    Set<String> before;
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL, BUNDLES)) {
      customers.challenge(challenger, SHARE);
      buyOnce(customers, CUSTOMERS);
      checkpoint = customers.snapshot();
      before = servedBy(challenger, customers.records(CustomerScore.class));
    }
    List<CustomerScore> after = new ArrayList<>();
    for (int subtask = 0; subtask < 2; subtask++) {
      OperatorSubtaskState share =
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              checkpoint, CustomerHarness.MAX_PARALLELISM, 1, 2, subtask);
      try (CustomerHarness customers =
          CustomerHarness.restored(Ordering.ARRIVAL, BUNDLES, 2, subtask, share)) {
        for (int i = 0; i < CUSTOMERS; i++) {
          if (KeyGroupRangeAssignment.assignKeyToParallelOperator(
                  "c" + i, CustomerHarness.MAX_PARALLELISM, 2)
              == subtask) {
            customers.event(purchase("again" + i, "c" + i, day(9), "tea"));
          }
        }
        customers.watermark(day(10));
        after.addAll(customers.records(CustomerScore.class));
        assertThat(customers.records(ModelStatus.class))
            .extracting(ModelStatus::getName, ModelStatus::getRole, ModelStatus::getShare)
            .contains(tuple("churn", ModelRole.CHALLENGER, SHARE));
      }
    }
    assertThat(servedBy(challenger, after)).isEqualTo(before);
    assertThat(before.size() / (double) CUSTOMERS).isCloseTo(SHARE, within(0.05));
  }

  @Test
  void aShadowChangesNothingButWhatTheDecisionLogSaysOfIt() throws Exception {
    List<Event> events = TestEvents.random(5, 8, 300);
    List<String> alone;
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL, BUNDLES)) {
      alone = played(customers, events);
    }
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL, BUNDLES)) {
      customers.shadow(TestModels.churn("s", 5));
      customers.shadow(TestModels.recommender("s", 3f));
      assertThat(played(customers, events)).isEqualTo(alone);
      assertThat(customers.records(DecisionRecord.class))
          .isNotEmpty()
          .allSatisfy(
              record ->
                  assertThat(record.getShadowScores())
                      .extracting(score -> score.getModel().getName())
                      .containsExactly("churn", "recommender"));
    }
  }

  @Test
  void aShadowSaysWhatItWouldHaveSaidAsChampion() throws Exception {
    List<Event> events = TestEvents.random(6, 8, 300);
    Release shadow = TestModels.churn("s", 5);
    Map<String, Float> asChampion = new TreeMap<>();
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL, BUNDLES)) {
      customers.serve(shadow);
      played(customers, events);
      for (DecisionRecord record : customers.records(DecisionRecord.class)) {
        asChampion.put(moment(record), record.getChurn());
      }
    }
    int compared = 0;
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL, BUNDLES)) {
      customers.shadow(shadow);
      played(customers, events);
      for (DecisionRecord record : customers.records(DecisionRecord.class)) {
        ShadowScore score = record.getShadowScores().get(0);
        assertThat(score.getModel()).isEqualTo(shadow.ref());
        if (asChampion.containsKey(moment(record))) {
          compared++;
          assertThat(score.getChurn()).isEqualTo(asChampion.get(moment(record)));
        }
      }
    }
    assertThat(compared).isGreaterThan(50);
  }

  @Test
  void aChallengerThatIsPromotedAndAShadowThatIsRetiredAreReportedWithRoleShareAndWho()
      throws Exception {
    Release challenger = TestModels.churn("2", 5);
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL)) {
      customers.challenge(challenger, SHARE);
      customers.shadow(TestModels.churn("s", 7));
      customers.serve(challenger);
      customers.control(removed("churn", ModelRole.CHALLENGER));
      customers.control(removed("churn", ModelRole.SHADOW));

      List<ModelStatus> said =
          customers.records(ModelStatus.class).stream()
              .filter(status -> status.getName().equals("churn"))
              .toList();
      assertThat(said)
          .extracting(ModelStatus::getVersion, ModelStatus::getRole, ModelStatus::getState)
          .containsExactly(
              tuple("1", ModelRole.CHAMPION, ModelState.SERVING),
              tuple("2", ModelRole.CHALLENGER, ModelState.SERVING),
              tuple("s", ModelRole.SHADOW, ModelState.SERVING),
              tuple("1", ModelRole.CHAMPION, ModelState.RETIRED),
              tuple("2", ModelRole.CHAMPION, ModelState.SERVING),
              tuple("2", ModelRole.CHALLENGER, ModelState.RETIRED),
              tuple("s", ModelRole.SHADOW, ModelState.RETIRED));
      assertThat(said.get(1).getShare()).isEqualTo(SHARE);
      assertThat(said.get(1).getBy()).isEqualTo("a test");
      assertThat(said.get(1).getDetail()).isEqualTo("to see");
      buyOnce(customers, 20);
      assertThat(customers.records(CustomerScore.class))
          .allMatch(score -> sha(score.getModel()).equals(challenger.sha256()));
    }
  }

  @Test
  void aShadowWithoutAChampionSaysNothingOnBusinessTopics() throws Exception {
    try (CustomerHarness customers = CustomerHarness.open(Ordering.ARRIVAL)) {
      customers.shadow(TestModels.churn());
      buyOnce(customers, 20);
      customers.watermark(day(40));

      assertThat(customers.records()).allMatch(ModelStatus.class::isInstance);
      assertThat(customers.candidates()).isEmpty();
    }
  }

  private static ControlMessage removed(String name, ModelRole role) {
    return ControlMessage.removed(Topic.MODELS, new ModelSlot(name, role).key());
  }

  private static void buyOnce(CustomerHarness customers, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      customers.event(purchase("p" + i, "c" + i, day(0), "coffee"));
    }
    for (int i = 0; i < count; i++) {
      customers.event(purchase("q" + i, "c" + i, day(1), "tea"));
      customers.event(click("k" + i, "c" + i, day(2)));
    }
    customers.watermark(day(3));
  }

  private static Map<String, List<Float>> churn(CustomerHarness customers) throws Exception {
    buyOnce(customers, CUSTOMERS);
    customers.watermark(day(6));
    return customers.records(CustomerScore.class).stream()
        .collect(
            Collectors.groupingBy(
                CustomerScore::getCustomerId,
                TreeMap::new,
                Collectors.mapping(CustomerScore::getChurn, Collectors.toList())));
  }

  private static Set<String> servedBy(Release release, List<CustomerScore> scores) {
    return scores.stream()
        .filter(score -> sha(score.getModel()).equals(release.sha256()))
        .map(CustomerScore::getCustomerId)
        .collect(Collectors.toSet());
  }

  /** Everything that came out but for statuses and what shadows said. */
  private static List<String> played(CustomerHarness customers, List<Event> events)
      throws Exception {
    for (Event event : events) {
      customers.event(event);
    }
    customers.watermark(day(75));
    List<String> lines = new ArrayList<>();
    for (SpecificRecord record : customers.records()) {
      if (record instanceof DecisionRecord decision) {
        lines.add(withoutShadows(decision));
      } else if (!(record instanceof ModelStatus)) {
        lines.add(record.toString());
      }
    }
    for (AlertCandidate candidate : customers.candidates()) {
      lines.add(candidate.alert() + withoutShadows(candidate.record()));
    }
    return lines;
  }

  /** The logged state holds the recurrent states of shadows too. */
  private static String withoutShadows(DecisionRecord record) {
    return DecisionRecord.newBuilder(record)
        .setShadowScores(List.of())
        .setState(null)
        .build()
        .toString();
  }

  private static String moment(DecisionRecord record) {
    return record.getCustomerId()
        + record.getDecidedAt()
        + Optional.ofNullable(record.getTriggerEventId());
  }

  private static String sha(ModelRef model) {
    return model.getSha256();
  }
}
