package io.tidewatch.scoring;

import static io.tidewatch.scoring.TestEvents.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.Feature;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.customer.Fold;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.IdentityLink;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.specific.SpecificRecord;

/**
 * Whatever the order in which events of visitors and customers, links and their ends come, are on
 * the way and are repeated after a failure: in the end everybody has the events that are theirs by
 * the newest links, each once.
 */
class IdentityPropertyTest {
  private static final int VISITORS = 3;
  private static final int CUSTOMERS = 2;
  private static final int DAYS = 30;
  private static final int NEVER = Integer.MAX_VALUE;
  private static final long AFTER_ALL = Micros.of(day(400));

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void everybodyEndsWithTheirOwnEvents(
      @ForAll long seed,
      @ForAll Ordering ordering,
      @ForAll boolean serving,
      @ForAll @IntRange(min = 0, max = 90) int count)
      throws Exception {
    List<Event> events = events(seed, count, 8);
    Map<String, CustomerState> expected = byFinalOwner(events);
    assertSame(
        Run.of(seed, ordering, serving, IdentityHarness.WIDE, DAYS + 10, shuffled(events, seed, 8)),
        expected);
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void theLinksThatHoldWhenVisitorsAreForgottenStay(@ForAll long seed, @ForAll Ordering ordering)
      throws Exception {
    List<Event> events = events(seed, 60, 5);
    Map<String, CustomerState> expected = byFinalOwner(events);
    Outcome outcome =
        Run.of(seed, ordering, false, IdentityHarness.WIDE, DAYS + 91, shuffled(events, seed, 8));
    assertSame(outcome, expected);
    assertThat(outcome.visitorStates).isZero();
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void nothingIsLostOrDoubledWhenTheBoundsArePassed(
      @ForAll long seed, @ForAll Ordering ordering, @ForAll @IntRange(min = 1, max = 9) int bound)
      throws Exception {
    List<Event> events = events(seed, 90, 8);
    var narrow = new VisitorOperator.Bounds(bound, Duration.ofDays(90));
    Map<String, CustomerState> states =
        Run.of(seed, ordering, false, narrow, DAYS + 10, shuffled(events, seed, NEVER)).states;
    long[] sums = new long[3];
    for (CustomerState state : states.values()) {
      sums[0] += state.clicks();
      sums[1] += state.purchases();
      sums[2] += state.tickets();
    }
    assertThat(sums)
        .containsExactly(
            count(events, Topic.CLICKSTREAM),
            count(events, Topic.PURCHASES),
            count(events, Topic.TICKETS));
  }

  @Property(tries = 15, shrinking = ShrinkingMode.OFF)
  void inEventTimeOrderDecisionsDependOnNothingButTheEvents(@ForAll long seed) throws Exception {
    List<Event> events = events(seed, 80, 6);
    for (int c = 0; c < CUSTOMERS; c++) {
      events.add(TestEvents.profile("profile-" + c, "c" + c, day(0)));
    }
    events.sort(StreamOrder.OF_EVENTS);
    Map<String, List<String>> expected = decisions(events, new Random(seed), 1);
    assertThat(expected).isNotEmpty();
    assertThat(decisions(events, new Random(seed), 20)).isEqualTo(expected);
  }

  /** What is said of everybody when so many events come in any order between two watermarks. */
  private static Map<String, List<String>> decisions(
      List<Event> sorted, Random random, int mostTogether) throws Exception {
    try (IdentityHarness identities =
        new IdentityHarness(IdentityHarness.WIDE, Ordering.EVENT_TIME, Optional.empty())) {
      identities.customers.serveEverything();
      int from = 0;
      while (from < sorted.size()) {
        int to = Math.min(sorted.size(), from + 1 + random.nextInt(mostTogether));
        List<Event> together = new ArrayList<>(sorted.subList(from, to));
        Collections.shuffle(together, random);
        for (Event event : together) {
          identities.event(event);
          identities.arrive(random, random.nextInt(4));
        }
        if (to < sorted.size()) {
          long next = sorted.get(to).availableAtMicros();
          identities.watermark(random, Micros.toInstant(next).minusMillis(1));
        }
        from = to;
      }
      identities.watermark(random, day(DAYS + 5));
      Map<String, List<String>> said = new TreeMap<>();
      for (SpecificRecord record : identities.customers.records()) {
        var field = record.getSchema().getField("customerId");
        if (field != null) {
          said.computeIfAbsent(record.get(field.pos()).toString(), id -> new ArrayList<>())
              .add(record.toString());
        }
      }
      return said;
    }
  }

  private static long count(List<Event> events, Topic topic) {
    return events.stream().filter(event -> event.topic() == topic).count();
  }

  /** What is left, and what was counted. */
  private record Outcome(
      Map<String, CustomerState> states, Map<String, EventCounts> counts, int visitorStates) {}

  /** One run, with a failure in the middle. */
  private static final class Run {
    private final Random random;
    private final Ordering ordering;
    private final boolean serving;
    private final VisitorOperator.Bounds bounds;

    private Run(long seed, Ordering ordering, boolean serving, VisitorOperator.Bounds bounds) {
      this.random = new Random(seed);
      this.ordering = ordering;
      this.serving = serving;
      this.bounds = bounds;
    }

    static Outcome of(
        long seed,
        Ordering ordering,
        boolean serving,
        VisitorOperator.Bounds bounds,
        int lastDay,
        List<Event> events)
        throws Exception {
      return new Run(seed, ordering, serving, bounds).to(lastDay, events);
    }

    private Outcome to(int lastDay, List<Event> events) throws Exception {
      int checkpointAt = random.nextInt(events.size() + 1);
      int failedAt = checkpointAt + random.nextInt(events.size() - checkpointAt + 1);
      IdentityHarness.Checkpoint checkpoint;
      try (IdentityHarness before = new IdentityHarness(bounds, ordering, Optional.empty())) {
        if (serving) {
          before.customers.serveEverything();
        }
        play(before, events.subList(0, checkpointAt));
        checkpoint = before.checkpoint(random);
        play(before, events.subList(checkpointAt, failedAt));
      }
      try (IdentityHarness after = new IdentityHarness(bounds, ordering, Optional.of(checkpoint))) {
        play(after, events.subList(checkpointAt, events.size()));
        after.watermark(random, day(lastDay));
        return new Outcome(after.states(), after.customers.counts(), after.keyedStatesOfVisitors());
      }
    }

    private void play(IdentityHarness identities, List<Event> events) throws Exception {
      for (Event event : events) {
        identities.event(event);
        identities.arrive(random, random.nextInt(4));
        if (random.nextInt(12) == 0) {
          identities.watermark(random, day(random.nextDouble() * DAYS));
        }
      }
    }
  }

  private static void assertSame(Outcome outcome, Map<String, CustomerState> expected) {
    assertThat(outcome.states.keySet()).isEqualTo(expected.keySet());
    expected.forEach((id, state) -> assertSame(outcome.states.get(id), state, id));
  }

  private static void assertSame(CustomerState found, CustomerState expected, String id) {
    assertThat(facts(found)).as(id).isEqualTo(facts(expected));
    float[] features = new float[FeatureCatalogue.size()];
    float[] right = new float[FeatureCatalogue.size()];
    FeatureCatalogue.vector(found, AFTER_ALL, features);
    FeatureCatalogue.vector(expected, AFTER_ALL, right);
    for (Feature feature : FeatureCatalogue.features()) {
      int i = feature.ordinal();
      float tolerance = feature.type() == Feature.Type.COUNT ? 0 : 1e-6f;
      assertThat(features[i])
          .as(id + " " + feature.featureName())
          .isCloseTo(right[i], within(tolerance));
    }
  }

  private static List<Object> facts(CustomerState state) {
    return List.of(
        state.firstEventAt(),
        state.lastEventAt(),
        state.lastPurchaseAt(),
        state.lastClickAt(),
        state.previousClickAt(),
        state.purchases(),
        state.clicks(),
        state.tickets(),
        state.openTickets(),
        state.currency(),
        state.hasProfile(),
        state.steps().count(),
        state.items().count());
  }

  /** The specification: who has which events in the end, folded in the order of their times. */
  private static Map<String, CustomerState> byFinalOwner(List<Event> events) {
    Map<String, String> owners = new TreeMap<>();
    events.stream()
        .filter(event -> event.topic() == Topic.IDENTITIES)
        .sorted(Comparator.comparing(Event::occurredAtMicros).thenComparing(Event::eventId))
        .forEach(
            event ->
                owners.put(
                    event.customerId(),
                    Optional.ofNullable(((IdentityLink) event.record()).getLinkedTo())
                        .orElse(event.customerId())));
    Map<String, CustomerState> states = new TreeMap<>();
    Fold fold = new Fold();
    events.stream()
        .filter(event -> event.topic() != Topic.IDENTITIES)
        .sorted(StreamOrder.OF_EVENTS)
        .forEach(
            event ->
                fold.fold(
                    states.computeIfAbsent(
                        owners.getOrDefault(event.customerId(), event.customerId()),
                        id -> new CustomerState()),
                    event));
    return states;
  }

  /** In any order or nearly in that of their times, some of visitors twice. */
  private static List<Event> shuffled(List<Event> events, long seed, int twiceOneIn) {
    Random random = new Random(~seed);
    List<Event> shuffled = new ArrayList<>(events);
    for (Event event : events) {
      boolean ofVisitor = event.customerId().startsWith("anonymous:");
      if (ofVisitor && random.nextInt(twiceOneIn) == 0) {
        shuffled.add(event);
      }
    }
    if (random.nextBoolean()) {
      Collections.shuffle(shuffled, random);
    } else {
      shuffled.sort(StreamOrder.OF_EVENTS);
      for (int i = 1; i < shuffled.size(); i++) {
        Collections.swap(shuffled, i, Math.max(0, i - random.nextInt(6)));
      }
    }
    return shuffled;
  }

  private static List<Event> events(long seed, int count, int links) {
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String who =
          random.nextInt(3) == 0
              ? "c" + random.nextInt(CUSTOMERS)
              : "anonymous:a" + random.nextInt(VISITORS);
      var at = day(random.nextDouble() * DAYS);
      events.add(
          switch (random.nextInt(6)) {
            case 0, 1 ->
                TestEvents.purchase(
                    "e" + i, who, at, TestModels.VOCABULARY.get(1 + random.nextInt(3)));
            case 2 -> TestEvents.ticket("e" + i, who, at);
            default -> TestEvents.click("e" + i, who, at);
          });
    }
    for (int i = 0; i < links; i++) {
      String to = random.nextInt(3) == 0 ? null : "c" + random.nextInt(CUSTOMERS);
      events.add(
          IdentityHarness.link(
              "l" + i, "anonymous:a" + random.nextInt(VISITORS), day(random.nextInt(DAYS)), to));
    }
    return events;
  }
}
