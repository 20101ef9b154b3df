package io.tidewatch.scoring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/** All subtasks of the customer operator, between a start and a kill. */
final class ParallelCustomers implements AutoCloseable {
  private static final Bundling SMALL = new Bundling(16, Duration.ofMillis(5), 40, 20);

  /** What all subtasks wrote, and how many they were. */
  record Checkpoint(OperatorSubtaskState state, int parallelism) {}

  private final List<CustomerHarness> subtasks = new ArrayList<>();

  /** Starts anew, or from a checkpoint of as many or of another number. */
  ParallelCustomers(int parallelism, Optional<Checkpoint> from) throws Exception {
    for (int subtask = 0; subtask < parallelism; subtask++) {
      CustomerHarness customers =
          new CustomerHarness(Ordering.ARRIVAL, SMALL, parallelism, subtask);
      subtasks.add(customers);
      Optional<OperatorSubtaskState> share = Optional.empty();
      if (from.isPresent()) {
        share =
            Optional.of(
                AbstractStreamOperatorTestHarness.repartitionOperatorState(
                    from.get().state(),
                    CustomerHarness.MAX_PARALLELISM,
                    from.get().parallelism(),
                    parallelism,
                    subtask));
      }
      customers.start(share);
      if (from.isEmpty()) {
        customers.serve(TestModels.churn());
        customers.serve(TestModels.recommender());
      }
    }
  }

  void play(OfferStep step) throws Exception {
    if (step instanceof OfferStep.Happened happened) {
      subtasks
          .get(
              KeyGroupRangeAssignment.assignKeyToParallelOperator(
                  happened.event().customerId(), CustomerHarness.MAX_PARALLELISM, subtasks.size()))
          .event(happened.event());
      return;
    }
    for (CustomerHarness subtask : subtasks) {
      if (step instanceof OfferStep.Offered offered) {
        subtask.apply(offered.offer());
      } else if (step instanceof OfferStep.Ruled ruled) {
        subtask.apply(ruled.policy());
      }
    }
  }

  Checkpoint checkpoint(long id) throws Exception {
    List<OperatorSubtaskState> shares = new ArrayList<>();
    for (CustomerHarness subtask : subtasks) {
      shares.add(subtask.snapshot(id));
    }
    return new Checkpoint(
        AbstractStreamOperatorTestHarness.repackageState(
            shares.toArray(OperatorSubtaskState[]::new)),
        subtasks.size());
  }

  /** Says that a checkpoint is complete to most of them; the others hear of the next one. */
  void complete(long id, Random random) throws Exception {
    for (CustomerHarness subtask : subtasks) {
      if (random.nextInt(8) > 0) {
        subtask.complete(id);
      }
    }
  }

  /** Takes what came out since it was last asked. */
  List<SpecificRecord> take() {
    List<SpecificRecord> records = new ArrayList<>();
    for (CustomerHarness subtask : subtasks) {
      records.addAll(subtask.records());
      subtask.forgetOutput();
    }
    return records;
  }

  @Override
  public void close() throws Exception {
    for (CustomerHarness subtask : subtasks) {
      subtask.close();
    }
  }
}
