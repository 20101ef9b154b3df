package io.tidewatch.scoring;

import io.tidewatch.decisions.OfferBudgets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;

/**
 * The budgets of one subtask in checkpoints: every subtask writes what it leased, and reads at the
 * start what all of them wrote.
 */
final class BudgetState {
  private final OfferBudgets budgets;
  private final ListState<Tuple2<String, Long>> state;

  BudgetState(OperatorStateStore store, TaskInfo task) throws Exception {
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
  }
}
