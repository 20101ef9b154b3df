package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/** In event-time order the outcome is a function of the events alone. */
class OrderingPropertyTest {
  private static final Duration BOUND = Duration.ofDays(1);

  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void givesTheSameDecisionsWhateverTheInterleavingTheWatermarksAndTheRestarts(@ForAll long seed)
      throws Exception {
    List<Event> events = TestEvents.random(seed, 5, 120);
    Outcome expected = inOrder(events);
    assertThat(expected.records).isNotEmpty();
    assertThat(interleavedWithRestart(events, new Random(seed))).isEqualTo(expected);
  }

  @Property(tries = 6, shrinking = ShrinkingMode.OFF)
  void givesTheSameDecisionsWhenTheParallelismDoublesInTheMiddle(@ForAll long seed)
      throws Exception {
    List<Event> events = TestEvents.random(seed, 5, 120);
    assertThat(rescaled(events, new Random(seed))).isEqualTo(inOrder(events));
  }

  /** What came out for each customer, in order, and what was counted. */
  private record Outcome(Map<String, List<String>> records, Map<String, EventCounts> counts) {}

  private static Outcome inOrder(List<Event> events) throws Exception {
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.EVENT_TIME)) {
      for (Event event : events) {
        customers.event(event);
      }
      customers.watermark(TestEvents.day(80));
      return new Outcome(byCustomer(List.of(customers)), customers.counts());
    }
  }

  private static Outcome interleavedWithRestart(List<Event> events, Random random)
      throws Exception {
    List<Event> shuffled = disordered(events, random);
    int restartAt = random.nextInt(shuffled.size());
    CustomerHarness before = CustomerHarness.serving(Ordering.EVENT_TIME);
    CustomerHarness customers = before;
    try {
      for (int i = 0; i < shuffled.size(); i++) {
        if (i == restartAt) {
          customers = CustomerHarness.restored(Ordering.EVENT_TIME, 1, 0, before.snapshot());
        }
        customers.event(shuffled.get(i));
        if (random.nextInt(4) == 0) {
          customers.watermark(safeWatermark(shuffled, i));
        }
      }
      customers.watermark(TestEvents.day(80));
      List<CustomerHarness> both =
          customers == before ? List.of(before) : List.of(before, customers);
      return new Outcome(byCustomer(both), customers.counts());
    } finally {
      before.close();
      if (customers != before) {
        customers.close();
      }
    }
  }

  private static Outcome rescaled(List<Event> events, Random random) throws Exception {
    List<Event> shuffled = disordered(events, random);
    int restartAt = random.nextInt(shuffled.size());
    try (CustomerHarness one = CustomerHarness.serving(Ordering.EVENT_TIME)) {
      for (int i = 0; i < restartAt; i++) {
        one.event(shuffled.get(i));
        if (random.nextInt(4) == 0) {
          one.watermark(safeWatermark(shuffled, i));
        }
      }
      OperatorSubtaskState snapshot = one.snapshot();
      try (CustomerHarness first = halfOf(snapshot, 0);
          CustomerHarness second = halfOf(snapshot, 1)) {
        for (int i = restartAt; i < shuffled.size(); i++) {
          Event event = shuffled.get(i);
          (subtask(event.customerId()) == 0 ? first : second).event(event);
          if (random.nextInt(4) == 0) {
            (random.nextBoolean() ? first : second).watermark(safeWatermark(shuffled, i));
          }
        }
        first.watermark(TestEvents.day(80));
        second.watermark(TestEvents.day(80));
        return new Outcome(
            byCustomer(List.of(one, first, second)), sum(first.counts(), second.counts()));
      }
    }
  }

  private static CustomerHarness halfOf(OperatorSubtaskState snapshot, int subtask)
      throws Exception {
    return CustomerHarness.restored(
        Ordering.EVENT_TIME,
        2,
        subtask,
        AbstractStreamOperatorTestHarness.repartitionOperatorState(
            snapshot, CustomerHarness.MAX_PARALLELISM, 1, 2, subtask));
  }

  private static int subtask(String customerId) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(
        customerId, CustomerHarness.MAX_PARALLELISM, 2);
  }

  /** As if from several partitions: each event comes up to a day later than it would. */
  private static List<Event> disordered(List<Event> events, Random random) {
    TreeMap<Long, Event> sorted = new TreeMap<>();
    for (Event event : events) {
      long at = event.availableAtMicros() + (long) (random.nextDouble() * BOUND.toMillis() * 1_000);
      while (sorted.putIfAbsent(at, event) != null) {
        at++;
      }
    }
    return new ArrayList<>(sorted.values());
  }

  /** The latest watermark behind which nothing comes any more. */
  private static Instant safeWatermark(List<Event> events, int processed) {

    long next = Long.MAX_VALUE;
    for (int i = processed + 1; i < events.size(); i++) {
      next = Math.min(next, events.get(i).availableAtMicros());
    }
    return next == Long.MAX_VALUE ? TestEvents.day(-10) : Micros.toInstant(next).minusMillis(1);
  }

  private static Map<String, List<String>> byCustomer(List<CustomerHarness> harnesses) {
    Map<String, List<String>> records = new TreeMap<>();
    for (CustomerHarness harness : harnesses) {
      for (SpecificRecord record : harness.records()) {
        Object customer = field(record, "customerId");
        if (customer != null) {
          records.computeIfAbsent(customer.toString(), c -> new ArrayList<>()).add("" + record);
        }
      }
      for (AlertCandidate candidate : harness.candidates()) {
        records.computeIfAbsent("desk", c -> new ArrayList<>()).add(candidate.alert().getAlertId());
      }
    }
    // Candidates of different customers are ordered by the desk, not here.
    records.computeIfPresent("desk", (c, ids) -> new ArrayList<>(new TreeSet<>(ids)));
    return records;
  }

  private static Object field(SpecificRecord record, String name) {
    var field = record.getSchema().getField(name);
    return field == null ? null : record.get(field.pos());
  }

  private static Map<String, EventCounts> sum(
      Map<String, EventCounts> a, Map<String, EventCounts> b) {
    Map<String, EventCounts> sums = new HashMap<>(a);
    b.forEach(
        (topic, counts) ->
            sums.merge(
                topic,
                counts,
                (x, y) ->
                    new EventCounts(
                        x.folded() + y.folded(),
                        x.duplicate() + y.duplicate(),
                        x.deadLettered() + y.deadLettered(),
                        x.late() + y.late())));
    return sums;
  }
}
