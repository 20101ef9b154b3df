package io.tidewatch.scoring;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;

/**
 * Shows how budgets stand: as metrics under {@code offer.ID} or {@code desk.NAME}, and as
 * accumulators ({@link BudgetFigure}), by which whoever runs the job in one process sees them
 * without a reporter. The first {@value #MOST} budgets are shown, because metrics are never
 * forgotten. One thread; readers of metrics may be others.
 */
final class BudgetMetrics {
  static final int MOST = 100;

  private final RuntimeContext runtime;
  private final String kind;
  private final Map<String, LongCounter> values = new HashMap<>();
  private final Set<String> shown = new HashSet<>();

  BudgetMetrics(RuntimeContext runtime, String kind) {
    this.runtime = runtime;
    this.kind = kind;
  }

  /** Shows a figure of a budget as it is now. */
  void set(String id, String metric, long value) {
    if (!shown.contains(id) && shown.size() == MOST) {
      return;
    }
    shown.add(id);
    LongCounter counter =
        values.computeIfAbsent(
            BudgetFigure.accumulator(kind, id, metric), name -> shown(name, id, metric));
    counter.resetLocal();
    counter.add(value);
  }

  private LongCounter shown(String accumulator, String id, String metric) {
    LongCounter counter = new LongCounter();
    runtime.addAccumulator(accumulator, counter);
    runtime.getMetricGroup().addGroup(kind, id).gauge(metric, counter::getLocalValuePrimitive);
    return counter;
  }
}
