package io.tidewatch.scoring;

import io.tidewatch.decisions.OfferBudgets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;

/**
 * The budgets of one subtask in checkpoints: every subtask writes what it leased, and reads at the
 * start what all of them wrote. Shows at every checkpoint how the budgets stand.
 */
final class BudgetState {
  private final OfferBudgets budgets;
  private final BudgetMetrics metrics;
  private final ListState<Tuple2<String, Long>> state;

  BudgetState(OperatorStateStore store, RuntimeContext runtime) throws Exception {
    TaskInfo task = runtime.getTaskInfo();
    metrics = new BudgetMetrics(runtime, BudgetFigure.OFFER);
    budgets = new OfferBudgets(task.getIndexOfThisSubtask(), task.getNumberOfParallelSubtasks());
    state =
        store.getUnionListState(
            new ListStateDescriptor<>("offer-budgets", Types.TUPLE(Types.STRING, Types.LONG)));
    for (Tuple2<String, Long> entry : state.get()) {
      budgets.restore(entry.f0, entry.f1);
    }
  }

  OfferBudgets budgets() {
    return budgets;
  }

  /** Leases what may be made behind the checkpoint, and writes it as spent. */
  void snapshot(long checkpointId) throws Exception {
    budgets.lease(checkpointId);
    List<Tuple2<String, Long>> entries = new ArrayList<>();
    budgets.spent().forEach((offerId, spent) -> entries.add(Tuple2.of(offerId, spent)));
    state.update(entries);
    show();
  }

  /** Says that a checkpoint is complete. */
  void confirm(long checkpointId) {
    budgets.confirm(checkpointId);
  }

  private void show() {
    budgets
        .standings()
        .forEach(
            (offerId, standing) -> {
              metrics.set(offerId, "leased", standing.leased());
              metrics.set(offerId, "spent", standing.spent());
              metrics.set(offerId, "left", standing.left());
            });
  }
}
