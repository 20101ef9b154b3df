package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.DeadLetter;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.avro.specific.SpecificRecord;

/** Nobody can tell how large bundles and cache are: neither from what comes out nor from state. */
class BundlePropertyTest {
  private static final Duration WAIT = Duration.ofMillis(5);

  @Property(tries = 15, shrinking = ShrinkingMode.OFF)
  void givesTheSameInTheSameOrderWhateverTheSizeOfBundlesAndCache(
      @ForAll long seed, @ForAll Ordering ordering) throws Exception {
    List<Script.Action> script = Script.random(seed, 8, 250);
    Random random = new Random(seed);
    Outcome expected = run(script, ordering, new Bundling(1, WAIT, 0, 0), false);
    assertThat(expected.records).isNotEmpty();
    for (int size : new int[] {7, 64, 1_000}) {
      Bundling bundling = new Bundling(size, WAIT, random.nextInt(10), random.nextInt(10));
      assertThat(run(script, ordering, bundling, false)).as("%s", bundling).isEqualTo(expected);
    }
  }

  /** Where a customer who is read gets the memory of one who left. */
  @Property(tries = 6, shrinking = ShrinkingMode.OFF)
  void givesTheSameOnRocksDb(@ForAll long seed, @ForAll Ordering ordering) throws Exception {
    List<Script.Action> script = Script.random(seed, 8, 250);
    assertThat(run(script, ordering, new Bundling(64, WAIT, 4, 2), true))
        .isEqualTo(run(script, ordering, new Bundling(1, WAIT, 0, 0), false));
  }

  /** All that can be seen of a run; the first two by customer if that is all there is to order. */
  private record Outcome(
      Map<String, List<SpecificRecord>> records,
      Map<String, List<AlertCandidate>> candidates,
      Map<String, EventCounts> counts,
      Map<String, String> states,
      int timers) {}

  private static Outcome run(
      List<Script.Action> script, Ordering ordering, Bundling bundling, boolean rocksDb)
      throws Exception {
    try (CustomerHarness customers = new CustomerHarness(ordering, bundling, 1, 0)) {
      if (rocksDb) {
        customers.onRocksDb();
      }
      customers.start(Optional.empty());
      for (Script.Action action : script) {
        action.to(customers);
      }
      return new Outcome(
          inGroups(
              withRefusedInOrder(ordering, customers.records()),
              record -> group(ordering, customerId(record))),
          inGroups(
              customers.candidates(),
              candidate -> group(ordering, candidate.alert().getCustomerId())),
          customers.counts(),
          customers.states(),
          customers.timers());
    }
  }

  private static <T> Map<String, List<T>> inGroups(List<T> all, Function<T, String> group) {
    return all.stream().collect(Collectors.groupingBy(group));
  }

  /** What was refused of the erased names nobody, so that it cannot be told apart by customer. */
  private static List<SpecificRecord> withRefusedInOrder(
      Ordering ordering, List<SpecificRecord> records) {
    return ordering == Ordering.ARRIVAL
        ? records
        : records.stream()
            .sorted(
                Comparator.comparing(
                    record -> record instanceof DeadLetter ? record.toString() : ""))
            .toList();
  }

  // In event-time order, whose turn is first within one millisecond is left to Flink's timers.
  private static String group(Ordering ordering, String customerId) {
    return ordering == Ordering.ARRIVAL ? "all" : customerId;
  }

  private static String customerId(SpecificRecord record) {
    var field = record.getSchema().getField("customerId");
    return field == null ? "" : record.get(field.pos()).toString();
  }
}
