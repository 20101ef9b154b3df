package io.tidewatch.training;

import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.schemas.Event;
import io.tidewatch.scoring.TicketReading;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Collects a customer's events and, when there are no more, replays them in order. In a bounded job
 * in BATCH mode Flink brings one customer after the other, so that only one is in memory.
 */
final class ReplayFunction extends KeyedProcessFunction<String, Event, byte[]> {
  private static final long serialVersionUID = 1L;

  private final SnapshotTimes times;
  private transient ListState<Event> events;
  private transient TicketReading tickets;

  ReplayFunction(SnapshotTimes times) {
    this.times = times;
  }

  @Override
  public void open(OpenContext context) {
    tickets = new TicketReading();
    events =
        getRuntimeContext().getListState(new ListStateDescriptor<>("events", RecordTypes.event()));
  }

  @Override
  public void processElement(Event event, Context context, Collector<byte[]> out) throws Exception {
    events.add(tickets.forFold(event));
    context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<byte[]> out)
      throws Exception {
    List<Event> all = new ArrayList<>();
    events.get().forEach(all::add);
    events.clear();
    List<Event> usable = CustomerReplay.sinceErasure(all);
    String customerId = context.getCurrentKey();
    out.collect(
        ReplayCodec.write(
            CustomerReplay.of(
                customerId, usable, times.of(customerId, usable), times.horizonDays())));
  }
}
