package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
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

  @Property(tries = 3, shrinking = ShrinkingMode.OFF)
  void givesTheSameOnRocksDb(@ForAll long seed, @ForAll Ordering ordering) throws Exception {
    List<Script.Action> script = Script.random(seed, 8, 250);
    assertThat(run(script, ordering, new Bundling(64, WAIT, 4, 2), true))
        .isEqualTo(run(script, ordering, new Bundling(1, WAIT, 0, 0), false));
  }

  /** All that can be seen of a run. */
  private record Outcome(
      List<SpecificRecord> records,
      List<AlertCandidate> candidates,
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
          customers.records(),
          customers.candidates(),
          customers.counts(),
          customers.states(),
          customers.timers());
    }
  }
}
