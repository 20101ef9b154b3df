package io.tidewatch.scoring;

import io.tidewatch.schemas.Micros;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Waits, by sampled customer, until the horizon of a score is over, and says then whether the
 * customer bought. Of a release and a customer one score waits at a time, and the next is taken
 * when it has matured: so the cases hardly depend on each other, and the state is at most {@value
 * #MAX_WAITING} scores of 40 bytes for each sampled customer. A purchase does not end the waiting,
 * or the first scores known would all be of customers who bought.
 *
 * <p>Time is event time: a purchase counts if it happened within the horizon and came before the
 * watermark passed it.
 */
final class TruthOperator extends KeyedProcessFunction<String, TruthSignal, Observation> {
  private static final long serialVersionUID = 1L;

  /** Releases of which scores wait: champion and challenger, and those before them. */
  private static final int MAX_WAITING = 4;

  private static final int AT = 0;
  private static final int DUE = 1;
  private static final int CHURN = 2;
  private static final int BOUGHT = 3;

  private transient MapState<String, long[]> waiting; // by digest: time, end, bits of score, bought

  @Override
  public void open(OpenContext context) {
    waiting =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "waiting",
                    Types.STRING,
                    PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
  }

  @Override
  public void processElement(TruthSignal signal, Context context, Collector<Observation> out)
      throws Exception {
    switch (signal.kind()) {
      case SCORED -> scored(signal, context);
      case BOUGHT -> bought(signal.atMicros());
      case ERASED -> erase(context);
    }
  }

  private void erase(Context context) throws Exception {
    for (long[] score : waiting.values()) { // a timer names its customer until it fires
      context.timerService().deleteEventTimeTimer(StreamOrder.millis(score[DUE]));
    }
    waiting.clear();
  }

  private void scored(TruthSignal signal, Context context) throws Exception {
    if (waiting.contains(signal.sha256()) || size() >= MAX_WAITING) {
      return;
    }
    long due = signal.atMicros() + signal.horizonDays() * Micros.PER_DAY;
    waiting.put(
        signal.sha256(),
        new long[] {signal.atMicros(), due, Float.floatToIntBits(signal.churn()), 0});
    context.timerService().registerEventTimeTimer(StreamOrder.millis(due));
  }

  private int size() throws Exception {
    int size = 0;
    for (String ignored : waiting.keys()) {
      size++;
    }
    return size;
  }

  private void bought(long atMicros) throws Exception {
    List<Map.Entry<String, long[]>> changed = new ArrayList<>();
    for (Map.Entry<String, long[]> entry : waiting.entries()) {
      long[] score = entry.getValue();
      if (score[AT] < atMicros && atMicros <= score[DUE] && score[BOUGHT] == 0) {
        changed.add(Map.entry(entry.getKey(), new long[] {score[AT], score[DUE], score[CHURN], 1}));
      }
    }
    for (Map.Entry<String, long[]> entry : changed) {
      waiting.put(entry.getKey(), entry.getValue());
    }
  }

  @Override
  public void onTimer(long atMillis, OnTimerContext context, Collector<Observation> out)
      throws Exception {
    if (context.timerService().currentWatermark() == Long.MAX_VALUE) {
      return; // the input ended: what has not matured by then never will
    }
    for (Iterator<Map.Entry<String, long[]>> all = waiting.iterator(); all.hasNext(); ) {
      Map.Entry<String, long[]> entry = all.next();
      long[] score = entry.getValue();
      if (StreamOrder.millis(score[DUE]) <= atMillis) {
        out.collect(
            new Observation.Matured(
                entry.getKey(), Float.intBitsToFloat((int) score[CHURN]), score[BOUGHT] == 0));
        all.remove();
      }
    }
    if (waiting.isEmpty()) {
      waiting.clear(); // on the heap an empty map would stay
    }
  }
}
