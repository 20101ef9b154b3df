package io.tidewatch.training.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.Feature;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.customer.Fold;
import io.tidewatch.schemas.ClickEvent;
import io.tidewatch.schemas.ClickKind;
import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.IdentityLink;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SkewMeterTest {
  private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
  private static final List<Event> EVENTS = history();

  @Test
  void findsNoneWhereTheLiveFoldIsThatOfTheTraining() {
    SkewReport report = measured(EVENTS, live(EVENTS));
    assertThat(report.decisions()).isEqualTo(EVENTS.size());
    assertThat(report.customers()).isEqualTo(20);
    assertThat(report.worstShare()).isZero();
    assertThat(report.skewed()).isEmpty();
    assertThat(report.features()).hasSize(FeatureCatalogue.size());
    assertThat(report.features()).allMatch(feature -> feature.compared() == EVENTS.size());
  }

  @Test
  void leavesOutACustomerToWhomAVisitorWasLinked() {
    String customer = EVENTS.get(0).customerId();
    List<Event> events = new ArrayList<>(EVENTS.subList(1, EVENTS.size()));
    events.add(
        Event.of(
            IdentityLink.newBuilder()
                .setEventId("l1")
                .setCustomerId("anonymous:a1")
                .setOccurredAt(START)
                .setLinkedTo(customer)
                .build()));
    SkewReport report = measured(events, live(EVENTS));
    long left = EVENTS.stream().filter(event -> event.customerId().equals(customer)).count();
    assertThat(left).isPositive();
    assertThat(report.decisions()).isEqualTo(EVENTS.size() - left);
    assertThat(report.cutOff()).isEqualTo(left);
    assertThat(report.skewed()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void findsAPlantedDifferenceOfOneFeatureByItsName(Feature planted) {
    List<DecisionRecord> log = live(EVENTS);
    for (int i = 0; i < log.size(); i += 10) {
      change(log.get(i), planted, 1.01f, 0.001f);
    }
    SkewReport report = measured(EVENTS, log);
    assertThat(report.skewed())
        .extracting(FeatureSkew::feature)
        .containsExactly(planted.featureName());
    FeatureSkew skew = report.skewed().get(0);
    assertThat(skew.mismatches()).isEqualTo((log.size() + 9) / 10);
    assertThat(skew.share()).isCloseTo(0.1, within(0.01));
    assertThat(skew.maxRelativeError()).isBetween(1e-4, 0.1);
    assertThat(skew.worst()).contains("live").contains("trained");
  }

  @Test
  void forgivesTheLastBitsOfRealNumbersOnly() {
    List<DecisionRecord> log = live(EVENTS);
    change(log.get(5), Feature.DAYS_SINCE_PURCHASE, 1 + 2e-7f, 0);
    assertThat(measured(EVENTS, log).skewed()).isEmpty();
    change(log.get(5), Feature.PURCHASES, 1 + 2e-7f, 0);
    assertThat(measured(EVENTS, log).skewed())
        .extracting(FeatureSkew::feature)
        .containsExactly("purchases");
  }

  @Test
  void namesTheFeaturesThatAnEventMovesWhichTheTrainingDoesNotSee() {
    List<Event> withoutClicks =
        EVENTS.stream().filter(event -> event.record() instanceof PurchaseEvent).toList();
    SkewReport report = measured(withoutClicks, live(EVENTS));
    assertThat(report.features().stream().filter(feature -> feature.mismatches() > 0))
        .extracting(FeatureSkew::feature)
        .contains("clicks", "clicks_7d", "click_freshness")
        .doesNotContain("purchases", "spend", "satisfaction");
    // Before its first purchase such a customer is a stranger to the training.
    assertThat(report.features()).allMatch(feature -> feature.extra() > 0);
  }

  @Test
  void countsWhatIsMissingAndWhatIsExtra() {
    List<DecisionRecord> log = live(EVENTS);
    DecisionRecord short_ = log.get(0);
    short_.setFeatures(short_.getFeatures().subList(0, FeatureCatalogue.size() - 1));
    DecisionRecord unknown =
        DecisionRecord.newBuilder(log.get(1)).setCustomerId("stranger").build();
    SkewReport report = measured(EVENTS, List.of(short_, unknown));
    FeatureSkew last = report.features().get(FeatureCatalogue.size() - 1);
    assertThat(last.missing()).isEqualTo(1);
    assertThat(last.extra()).isEqualTo(1);
    assertThat(last.share()).isEqualTo(1);
    assertThat(report.features().get(0).missing()).isZero();
    assertThat(report.features().get(0).share()).isEqualTo(0.5);
  }

  @Test
  void leavesOutCustomersWhoseHistoryIsCutOffIfAsked() {
    List<Event> newest = EVENTS.subList(EVENTS.size() / 2, EVENTS.size());
    SkewMeter meter = new SkewMeter(1);
    newest.forEach(meter::event);
    live(EVENTS).forEach(meter::decision);
    SkewReport cut = meter.measure(true);
    assertThat(cut.cutOff()).isGreaterThan(EVENTS.size() / 2);
    assertThat(cut.skewed()).isEmpty();
    assertThat(meter.measure(false).worstShare()).isPositive();
  }

  @Test
  void leavesOutMomentsAtWhichSeveralEventsCameAtOnce() {
    List<Event> events = new ArrayList<>(EVENTS);
    Instant same = Micros.toInstant(EVENTS.get(EVENTS.size() - 1).availableAtMicros());
    String customer = EVENTS.get(EVENTS.size() - 1).customerId();
    events.add(click("at-once", customer, same));
    assertThat(measured(events, live(events)).ambiguous()).isEqualTo(2);
  }

  @Test
  void leavesOutOtherCatalogues() {
    DecisionRecord old =
        DecisionRecord.newBuilder(live(EVENTS).get(0)).setCatalogueDigest("old").build();
    SkewReport report = measured(EVENTS, List.of(old));
    assertThat(report.otherCatalogue()).isEqualTo(1);
    assertThat(report.decisions()).isZero();
  }

  @Test
  void drawsTheSameShareOfTheCustomersEverywhere() {
    SkewMeter meter = new SkewMeter(0.1);
    long drawn = IntStream.range(0, 20_000).filter(i -> meter.samples("customer-" + i)).count();
    assertThat(drawn / 20_000.0).isCloseTo(0.1, within(0.01));
    assertThat(IntStream.range(0, 20).filter(i -> meter.samples("c" + i)).boxed())
        .containsExactlyElementsOf(
            IntStream.range(0, 20)
                .filter(i -> new SkewMeter(0.1).samples("c" + i))
                .boxed()
                .toList());
    assertThatThrownBy(() -> new SkewMeter(0)).hasMessageContaining("share=0.0 must be in (0, 1]");
  }

  private static SkewReport measured(List<Event> events, List<DecisionRecord> log) {
    SkewMeter meter = new SkewMeter(1);
    events.forEach(meter::event);
    log.forEach(meter::decision);
    return meter.measure(false);
  }

  /** Folds the events as the job does and logs a decision after each. */
  private static List<DecisionRecord> live(List<Event> events) {
    Fold fold = new Fold();
    Map<String, CustomerState> states = new HashMap<>();
    List<DecisionRecord> log = new ArrayList<>();
    float[] features = new float[FeatureCatalogue.size()];
    for (Event event : events) {
      CustomerState state = states.computeIfAbsent(event.customerId(), id -> new CustomerState());
      fold.fold(state, event);
      FeatureCatalogue.vector(state, state.now(), features);
      List<Float> logged = new ArrayList<>();
      for (float feature : features) {
        logged.add(feature);
      }
      log.add(
          DecisionRecord.newBuilder()
              .setDecisionId(event.eventId())
              .setCustomerId(event.customerId())
              .setDecidedAt(Micros.toInstant(state.now()))
              .setKind(DecisionKind.SCORE)
              .setFeatures(logged)
              .setCatalogueDigest(FeatureCatalogue.digest())
              .setChurn(0.5f)
              .setPurchase7(0.5f)
              .setExpectedSpendMinor(1)
              .setModels(List.of())
              .setPolicyVersion("1")
              .setTriggerEventId(event.eventId())
              .build());
    }
    return log;
  }

  private static void change(DecisionRecord record, Feature feature, float times, float plus) {
    int index = FeatureCatalogue.features().indexOf(feature);
    List<Float> features = new ArrayList<>(record.getFeatures());
    features.set(index, features.get(index) * times + plus);
    record.setFeatures(features);
  }

  private static List<Event> history() {
    Random random = new Random(3);
    List<Event> events = new ArrayList<>();
    Instant at = START;
    for (int i = 0; i < 400; i++) {
      at = at.plus(Duration.ofMinutes(1 + random.nextInt(300)));
      String customer = "c" + (i < 20 ? i : random.nextInt(20));
      events.add(
          random.nextBoolean() ? click("e" + i, customer, at) : purchase("e" + i, customer, at));
    }
    return events;
  }

  private static Event click(String id, String customer, Instant at) {
    return Event.of(
        ClickEvent.newBuilder()
            .setEventId(id)
            .setCustomerId(customer)
            .setOccurredAt(at)
            .setKind(ClickKind.VIEW)
            .build());
  }

  private static Event purchase(String id, String customer, Instant at) {
    return Event.of(
        PurchaseEvent.newBuilder()
            .setEventId(id)
            .setCustomerId(customer)
            .setOccurredAt(at)
            .setKind(PurchaseKind.PURCHASE)
            .setOrderId("order-" + id)
            .setCurrency("EUR")
            .setAmountMinor(1_000)
            .build());
  }
}
