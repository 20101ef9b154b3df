package io.tidewatch.scoring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;

/**
 * Keeps the elements of one key until the watermark has passed them and gives them back in one
 * fixed order: by millisecond, which the timers bring, and within it by a comparator. What comes
 * out is the same in whatever order they came.
 */
final class EventTimeOrder<T> {
  private final MapState<Long, List<T>> byMillis;
  private final Comparator<T> withinMillis;

  EventTimeOrder(
      RuntimeContext runtime, String name, TypeInformation<T> type, Comparator<T> withinMillis) {
    this.byMillis =
        runtime.getMapState(new MapStateDescriptor<>(name, Types.LONG, Types.LIST(type)));
    this.withinMillis = withinMillis;
  }

  /** Keeps an element if the watermark has not passed it; else says no, and it is due at once. */
  boolean keep(T element, long atMillis, TimerService timers) throws Exception {
    if (atMillis <= timers.currentWatermark()) {
      return false;
    }
    List<T> sameMillis = byMillis.get(atMillis);
    List<T> more = sameMillis == null ? new ArrayList<>() : new ArrayList<>(sameMillis);
    more.add(element);
    byMillis.put(atMillis, more);
    timers.registerEventTimeTimer(atMillis);
    return true;
  }

  /** Returns what is kept of the millisecond, in order, and forgets it. */
  List<T> take(long atMillis) throws Exception {
    List<T> due = byMillis.get(atMillis);
    if (due == null) {
      return List.of();
    }
    byMillis.remove(atMillis);
    List<T> sorted = new ArrayList<>(due);
    sorted.sort(withinMillis);
    return sorted;
  }

  boolean keepsAny(long atMillis) throws Exception {
    return byMillis.contains(atMillis);
  }
}
