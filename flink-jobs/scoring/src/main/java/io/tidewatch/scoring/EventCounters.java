package io.tidewatch.scoring;

import io.tidewatch.schemas.Topic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;

/**
 * Counts of one kind, by topic, that are exact across restarts: they are operator state, so that
 * they go back together with everything else when a job restarts from a checkpoint. To be read as
 * accumulators ({@link EventCounts}) and as metrics. When the parallelism changes, each count goes
 * to some subtask; the sum over subtasks stays.
 */
final class EventCounters {
  private final Map<Topic, LongCounter> counters = new EnumMap<>(Topic.class);
  private final ListState<Tuple2<String, Long>> state;

  /** Reads the counts back, if there are any, and shows them as accumulators and metrics. */
  EventCounters(String kind, OperatorStateStore store, RuntimeContext runtime) throws Exception {

    this.state =
        store.getListState(new ListStateDescriptor<>(kind, Types.TUPLE(Types.STRING, Types.LONG)));
    Map<String, Long> restored = new HashMap<>();
    for (Tuple2<String, Long> entry : state.get()) {
      restored.merge(entry.f0, entry.f1, Long::sum);
    }
    for (Topic topic : Topic.values()) {
      if (topic.isEvent() || topic.isControl()) {
        LongCounter counter = new LongCounter(restored.getOrDefault(topic.topicName(), 0L));
        counters.put(topic, counter);
        runtime.addAccumulator(accumulator(kind, topic), counter);
        runtime
            .getMetricGroup()
            .addGroup("topic", topic.topicName())
            .gauge(kind, counter::getLocalValuePrimitive);
      }
    }
  }

  static String accumulator(String kind, Topic topic) {
    return "tidewatch." + kind + "." + topic.topicName();
  }

  void count(Topic topic) {
    counters.get(topic).add(1L);
  }

  void snapshot() throws Exception {
    List<Tuple2<String, Long>> entries = new ArrayList<>();
    counters.forEach(
        (topic, counter) ->
            entries.add(Tuple2.of(topic.topicName(), counter.getLocalValuePrimitive())));
    state.update(entries);
  }
}
