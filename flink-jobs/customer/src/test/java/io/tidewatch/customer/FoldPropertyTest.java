package io.tidewatch.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class FoldPropertyTest {
  private static final long AFTER_ALL = TestEvents.micros(TestEvents.day(400));

  @Property(tries = 300)
  void featuresEqualThoseComputedFromAllEvents(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 80) int count,
      @ForAll @LongRange(min = 0, max = 200) long daysLater) {
    List<Event> events = TestEvents.random(seed, count);
    long at = AFTER_ALL + daysLater * Micros.PER_DAY;

    float[] vector = TestEvents.vector(TestEvents.folded(events), at);

    Map<String, Double> expected = ReferenceFeatures.of(events, at);
    assertThat(expected).hasSize(FeatureCatalogue.size());
    for (Feature feature : FeatureCatalogue.features()) {
      double value = expected.get(feature.featureName());
      double tolerance = feature.type() == Feature.Type.COUNT ? 0 : 2e-7 + 2e-7 * Math.abs(value);
      assertThat((double) vector[feature.ordinal()])
          .as(feature.featureName())
          .isCloseTo(value, within(tolerance));
    }
  }

  @Property(tries = 300)
  void theOrderOfFoldingDoesNotMatter(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 80) int count) {
    List<Event> events = TestEvents.random(seed, count);
    CustomerState one = TestEvents.folded(events);
    List<Event> shuffled = new ArrayList<>(events);
    Collections.shuffle(shuffled, new Random(~seed));
    CustomerState other = TestEvents.folded(shuffled);

    assertThat(exactFactsOf(other)).isEqualTo(exactFactsOf(one));
    double[] decayed = decayedSumsOf(one);
    double[] decayedOther = decayedSumsOf(other);
    for (int i = 0; i < decayed.length; i++) {
      assertThat(decayedOther[i]).isCloseTo(decayed[i], within(1e-9 * decayed[i]));
    }
    float[] vector = TestEvents.vector(one, AFTER_ALL);
    float[] vectorOther = TestEvents.vector(other, AFTER_ALL);
    for (Feature feature : FeatureCatalogue.features()) {
      int i = feature.ordinal();
      float tolerance = feature.type() == Feature.Type.COUNT ? 0 : 1e-6f;
      assertThat(vectorOther[i]).as(feature.featureName()).isCloseTo(vector[i], within(tolerance));
    }
  }

  @Property(tries = 300)
  void duplicatesAreDroppedAndCounted(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int count) {
    List<Event> events = TestEvents.random(seed, count);
    Random random = new Random(seed + 1);
    Fold fold = new Fold();
    CustomerState clean = new CustomerState();
    CustomerState disturbed = new CustomerState();
    int repeats = 0;

    for (int i = 0; i < events.size(); i++) {
      assertThat(fold.fold(clean, events.get(i))).isEqualTo(Fold.Outcome.FOLDED);
      assertThat(fold.fold(disturbed, events.get(i))).isEqualTo(Fold.Outcome.FOLDED);
      if (random.nextBoolean()) {
        Event recent = events.get(i - random.nextInt(Math.min(i + 1, RecentIds.CAPACITY)));
        assertThat(fold.fold(disturbed, recent)).isEqualTo(Fold.Outcome.DUPLICATE);
        repeats++;
      }
    }

    assertThat(disturbed.duplicates()).isEqualTo(repeats);
    disturbed.duplicates = 0;
    assertThat(TestEvents.bytes(disturbed)).isEqualTo(TestEvents.bytes(clean));
  }

  @Property(tries = 500)
  void everyFeatureAndStepIsFinite(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 60) int count, @ForAll long anyTime) {
    CustomerState state = TestEvents.folded(TestEvents.random(seed, count));
    state.money.spent(Seconds.ofMicros(anyTime), Long.MAX_VALUE, "USD");
    state.money.refunded(Long.MAX_VALUE, "USD");
    if (count % 3 == 0) {
      new Fold()
          .fold(
              state,
              TestEvents.purchase(
                  "huge", TestEvents.START.plusSeconds((int) seed), Long.MAX_VALUE, "c"));
    }

    for (long at : new long[] {anyTime, 0, -1, Long.MIN_VALUE, Long.MAX_VALUE, AFTER_ALL}) {
      assertFinite(TestEvents.vector(state, at));
    }
    for (long i = Math.max(0, state.steps().count() - 16); i < state.steps().count(); i++) {
      assertFinite(TestEvents.step(state.steps(), i));
    }
    assertThat(state.usualSpendMinor(28)).isFinite();
  }

  @Property(tries = 300)
  void whatVisitorsDidCanBeTakenBackToTheLastBit(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int count) {
    Random random = new Random(seed);
    Fold fold = new Fold();
    CustomerState joined = new CustomerState();
    CustomerState expected = new CustomerState();
    CustomerState all = new CustomerState();
    List<Event> visits = new ArrayList<>();
    for (Event event : TestEvents.random(seed, count)) {
      fold.fold(all, event);
      if (random.nextInt(3) == 0) {
        assertThat(fold.foldOfVisitor(joined, event)).isEqualTo(Fold.Outcome.FOLDED);
        visits.add(event);
        expected.advanceTo(event.availableAtMicros());
      } else {
        fold.fold(joined, event);
        fold.fold(expected, event);
      }
      if (!visits.isEmpty() && random.nextInt(8) == 0) {
        Event settled = visits.remove(0);
        fold.settle(joined, settled);
        fold.fold(expected, settled);
      }
      if (random.nextInt(8) == 0) {
        for (CustomerState state : List.of(joined, expected, all)) {
          state.raiseAlert(state.now());
          state.scored(0.5f, state.now());
          state.nextRescoreAt(state.now() + 1);
          state.contacted(TestEvents.offer("o", "g"), "sms", state.now());
        }
      }
      if (random.nextInt(5) == 0) {
        joined = TestEvents.read(TestEvents.bytes(joined));
      }
    }
    CustomerState kept = TestEvents.read(TestEvents.bytes(joined));
    assertThat(TestEvents.bytes(joined.withoutVisitors())).isEqualTo(TestEvents.bytes(expected));
    kept.settle();
    assertThat(TestEvents.bytes(kept)).isEqualTo(TestEvents.bytes(all));
  }

  private static void assertFinite(float[] values) {
    for (float value : values) {
      assertThat(Float.isFinite(value)).as(Arrays.toString(values)).isTrue();
      assertThat(Math.abs(value)).isLessThan(1_001f);
    }
  }

  private static List<Object> exactFactsOf(CustomerState s) {
    return List.of(
        s.now(),
        s.firstEventAt(),
        s.lastEventAt(),
        s.lastPurchaseAt(),
        s.firstPurchaseSeconds,
        s.lastClickAt(),
        s.previousClickAt(),
        s.purchases(),
        s.clicks(),
        s.carts.count(),
        s.tickets(),
        s.tickets.open(),
        s.tickets.satisfaction(),
        s.money.spentMinor(),
        s.money.refunds(),
        s.money.refundedMinor(),
        s.categoryBits,
        s.locale(),
        s.steps().count(),
        s.items().count());
  }

  private static double[] decayedSumsOf(CustomerState s) {
    long at = Seconds.ofMicros(AFTER_ALL);
    return new double[] {
      s.clicks.decayed(at, 7),
      s.clicks.decayed(at, 30),
      s.clicks.decayed(at, 90),
      s.carts.decayed(at, 7),
      s.purchases.decayed(at, 7),
      s.purchases.decayed(at, 30),
      s.purchases.decayed(at, 90),
      s.money.decayedSpend(at, 30),
      s.money.decayedSpend(at, 90),
      s.tickets.opened().decayed(at, 30),
      s.tickets.opened().decayed(at, 90),
      s.offers.decayed(OfferAnswers.SENT, at),
      s.offers.decayed(OfferAnswers.ACCEPTED, at),
      s.offers.decayed(OfferAnswers.DECLINED, at)
    };
  }
}
