package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.ErasedCustomer;
import io.tidewatch.schemas.ModelStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/**
 * A job that is killed with its memory full of unwritten changes, goes on from its last checkpoint
 * and gets again what came after it, ends like one that was never disturbed: same output for every
 * customer, same state to the last byte.
 */
class RestartPropertyTest {
  private static final int CUSTOMERS = 12;
  private static final int EVENTS = 300;

  /**
   * A cache that is full at once, evicts all the time, and has something unwritten all the time.
   */
  private static final Bundling SMALL = new Bundling(16, Duration.ofMillis(5), 5, 3);

  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void endsLikeAnUndisturbedRun(@ForAll long seed, @ForAll Ordering ordering) throws Exception {
    assertSameAsUndisturbed(seed, ordering, false, List.of(1, 1, 1));
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void endsLikeAnUndisturbedRunWhenTheParallelismChanges(
      @ForAll long seed, @ForAll Ordering ordering) throws Exception {
    assertSameAsUndisturbed(seed, ordering, false, List.of(1, 2, 1));
  }

  @Property(tries = 2, shrinking = ShrinkingMode.OFF)
  void endsLikeAnUndisturbedRunOnRocksDb(@ForAll long seed, @ForAll Ordering ordering)
      throws Exception {
    assertSameAsUndisturbed(seed, ordering, true, List.of(1, 2, 1));
  }

  private static void assertSameAsUndisturbed(
      long seed, Ordering ordering, boolean rocksDb, List<Integer> parallelisms) throws Exception {
    List<Script.Action> script = Script.random(seed, CUSTOMERS, EVENTS);
    Outcome undisturbed = new Run(ordering, false).of(script, new Random(seed), List.of(1));
    assertThat(undisturbed.records).isNotEmpty();
    assertThat(new Run(ordering, rocksDb).of(script, new Random(seed), parallelisms))
        .isEqualTo(undisturbed);
  }

  /** What came out for each customer, in order, and what is left. */
  private record Outcome(
      Map<String, List<String>> records,
      Map<String, EventCounts> counts,
      Map<String, String> states,
      int timers) {}

  /** One run of a script, killed and restarted with each of some parallelisms. */
  private static final class Run {
    private final Ordering ordering;
    private final boolean rocksDb;
    private final Map<String, List<String>> committed = new TreeMap<>();
    private List<CustomerHarness> subtasks = List.of();
    private Optional<Script.Passed> passed = Optional.empty();

    Run(Ordering ordering, boolean rocksDb) {
      this.ordering = ordering;
      this.rocksDb = rocksDb;
    }

    Outcome of(List<Script.Action> script, Random random, List<Integer> parallelisms)
        throws Exception {
      try {
        start(parallelisms.get(0), Optional.empty(), 1);
        int from = 0;
        for (int i = 1; i < parallelisms.size(); i++) {
          int checkpointAt = from + random.nextInt(script.size() - from);
          int killedAt = checkpointAt + random.nextInt(script.size() - checkpointAt);
          play(script.subList(from, checkpointAt));
          OperatorSubtaskState checkpoint = checkpoint();
          commit();
          // What comes out from here on is lost with the job, and comes again.
          Optional<Script.Passed> passedAtCheckpoint = passed;
          play(script.subList(checkpointAt, killedAt));
          kill();
          start(parallelisms.get(i), Optional.of(checkpoint), parallelisms.get(i - 1));
          passed = passedAtCheckpoint;
          for (CustomerHarness subtask : subtasks) {
            if (passed.isPresent()) {
              passed.get().to(subtask);
            }
          }
          from = checkpointAt;
        }
        play(script.subList(from, script.size()));
        commit();
        return outcome();
      } finally {
        kill();
      }
    }

    private void start(int parallelism, Optional<OperatorSubtaskState> checkpoint, int before)
        throws Exception {
      subtasks = new ArrayList<>();
      for (int subtask = 0; subtask < parallelism; subtask++) {
        CustomerHarness customers = new CustomerHarness(ordering, SMALL, parallelism, subtask);
        subtasks.add(customers);
        if (rocksDb) {
          customers.onRocksDb();
        }
        Optional<OperatorSubtaskState> share = Optional.empty();
        if (checkpoint.isPresent()) {
          share =
              Optional.of(
                  AbstractStreamOperatorTestHarness.repartitionOperatorState(
                      checkpoint.get(),
                      CustomerHarness.MAX_PARALLELISM,
                      before,
                      parallelism,
                      subtask));
        }
        customers.start(share);
      }
    }

    private void play(List<Script.Action> actions) throws Exception {
      for (Script.Action action : actions) {
        if (action instanceof Script.Passed now) {
          passed = Optional.of(now);
        }
        for (int subtask = 0; subtask < subtasks.size(); subtask++) {
          if (action.customerId().isEmpty() || subtaskOf(action.customerId()) == subtask) {
            action.to(subtasks.get(subtask));
          }
        }
      }
    }

    private int subtaskOf(String customerId) {
      return KeyGroupRangeAssignment.assignKeyToParallelOperator(
          customerId, CustomerHarness.MAX_PARALLELISM, subtasks.size());
    }

    private OperatorSubtaskState checkpoint() throws Exception {
      erasuresComeBack();
      List<OperatorSubtaskState> shares = new ArrayList<>();
      for (CustomerHarness subtask : subtasks) {
        shares.add(subtask.snapshot());
      }
      return AbstractStreamOperatorTestHarness.repackageState(
          shares.toArray(OperatorSubtaskState[]::new));
    }

    /** Through the topic, to all parts. */
    private void erasuresComeBack() throws Exception {
      List<ErasedCustomer> said = new ArrayList<>();
      for (CustomerHarness subtask : subtasks) {
        subtask.beforeCheckpoint();
        said.addAll(subtask.records(ErasedCustomer.class));
      }
      for (CustomerHarness subtask : subtasks) {
        for (ErasedCustomer one : said) {
          subtask.erased(one);
        }
      }
    }

    /** Takes what came out so far; all of it was there at the checkpoint. */
    private void commit() {
      for (CustomerHarness subtask : subtasks) {
        for (SpecificRecord record : subtask.records()) {
          // Every start says again what serves.
          if (!(record instanceof ModelStatus)) {
            add(customerId(record), record.toString());
          }
        }
        for (AlertCandidate candidate : subtask.candidates()) {
          add("desk of " + candidate.alert().getCustomerId(), candidate.toString());
        }
        for (OfferSignal signal : subtask.offerSignals()) {
          add("learner of " + signal.customerId(), signal.toString());
        }
      }
    }

    private void add(String key, String line) {
      committed.computeIfAbsent(key, k -> new ArrayList<>()).add(line);
    }

    private static String customerId(SpecificRecord record) {
      var field = record.getSchema().getField("customerId");
      return field == null ? record.toString() : record.get(field.pos()).toString();
    }

    private Outcome outcome() throws Exception {
      Map<String, EventCounts> counts = new HashMap<>();
      Map<String, String> states = new TreeMap<>();
      int timers = 0;
      for (CustomerHarness subtask : subtasks) {
        subtask.counts().forEach((topic, more) -> counts.merge(topic, more, Run::sum));
        states.putAll(subtask.states());
        timers += subtask.timers();
      }
      return new Outcome(committed, counts, states, timers);
    }

    private static EventCounts sum(EventCounts a, EventCounts b) {
      return new EventCounts(
          a.folded() + b.folded(),
          a.duplicate() + b.duplicate(),
          a.deadLettered() + b.deadLettered(),
          a.late() + b.late());
    }

    private void kill() throws Exception {
      for (CustomerHarness subtask : subtasks) {
        subtask.close();
      }
      subtasks = List.of();
    }
  }
}
