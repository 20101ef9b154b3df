package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.Inbound;
import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.schemas.ErasureRequest;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.IdentityLink;
import io.tidewatch.schemas.Topic;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps the events of each anonymous visitor and says whose they are: the visitor's own, or those
 * of the customer whom the visitor turned out to be. When that changes, whoever had them is told to
 * take them back and whoever has them now gets all of them; later ones follow. So the outcome
 * depends on the newest link alone, not on the order in which links and events come.
 *
 * <p>What is kept is bounded: of too many events the older half is settled, which means that they
 * stay for good with whoever has them; a visitor who was silent for long is forgotten, with the
 * link, and all events stay where they are.
 *
 * <p>Keyed by visitor. Profiles, their removal and erasures are passed on as they came; an erasure
 * forgets the visitor here too, and later events of the visitor are not kept.
 *
 * <p>First input: events of visitors. Second input: who was erased, broadcast.
 */
final class VisitorOperator
    extends KeyedBroadcastProcessFunction<String, Inbound, ControlMessage, Inbound>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  /**
   * What is kept of a visitor.
   *
   * @param events at most so many events
   * @param ttl for so long after the newest event or link, in stream time
   */
  record Bounds(int events, Duration ttl) implements Serializable {}

  private final Bounds bounds;
  private final Ordering ordering;
  private final Configuration privacy;

  private transient ValueState<VisitorState> states;
  private transient MapState<String, Inbound> events;
  private transient EventTimeOrder<Inbound> order;
  private transient EventCounters folded;
  private transient EventCounters duplicate;
  private transient Counter changes;
  private transient Counter staleLinks;
  private transient Counter moved;
  private transient Counter settled;
  private transient Counter partlyMoved;
  private transient Counter linksOfErased;
  private transient ErasedCustomers erased;

  VisitorOperator(Bounds bounds, Ordering ordering, Configuration privacy) {
    this.bounds = bounds;
    this.ordering = ordering;
    this.privacy = privacy;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    var store = context.getOperatorStateStore();
    folded = new EventCounters(EventCounts.FOLDED, store, getRuntimeContext());
    duplicate = new EventCounters(EventCounts.DUPLICATE, store, getRuntimeContext());
    erased = new ErasedCustomers(privacy, store);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    folded.snapshot();
    duplicate.snapshot();
  }

  @Override
  public void open(OpenContext context) {
    states =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("visitor", new VisitorStateSerializer()));
    events =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("events", Types.STRING, RecordTypes.inbound()));
    order =
        new EventTimeOrder<>(
            getRuntimeContext(), "order", RecordTypes.inbound(), StreamOrder.COMPARATOR);
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    changes = metrics.counter("changedLinks");
    staleLinks = metrics.counter("staleLinks");
    moved = metrics.counter("movedEvents");
    settled = metrics.counter("settledEvents");
    linksOfErased = metrics.counter("linksOfErased");
    partlyMoved = metrics.counter("partlyMovedVisitors");
  }

  @Override
  public void processElement(Inbound inbound, ReadOnlyContext context, Collector<Inbound> out)
      throws Exception {
    boolean waits =
        ordering == Ordering.EVENT_TIME
            && order.keep(
                inbound, StreamOrder.millis(StreamOrder.atMicros(inbound)), context.timerService());
    if (!waits) {
      process(inbound, context, out);
    }
  }

  @Override
  public void processBroadcastElement(
      ControlMessage message, Context context, Collector<Inbound> out) throws Exception {
    erased.apply(message);
  }

  @Override
  public void onTimer(long atMillis, OnTimerContext context, Collector<Inbound> out)
      throws Exception {
    if (ordering == Ordering.EVENT_TIME) {
      for (Inbound inbound : order.take(atMillis)) {
        process(inbound, context, out);
      }
    }
    VisitorState state = states.value();
    if (state != null && state.timerAtMillis <= atMillis) {
      forgetOrWait(atMillis, state, context, out);
    }
  }

  private void process(Inbound inbound, ReadOnlyContext context, Collector<Inbound> out)
      throws Exception {
    if (!(inbound instanceof Inbound.Accepted accepted)) {
      out.collect(inbound);
      return;
    }
    Event event = accepted.event();
    switch (event.topic()) {
      case CUSTOMERS -> out.collect(inbound); // consents are not to move
      case ERASURES -> erase(accepted, context, out);
      default -> {
        VisitorState state = states.value();
        if (state == null && erased.contains(event.customerId())) {
          refuse(event, out);
          return;
        }
        if (state == null) {
          state = new VisitorState();
        }
        if (event.record() instanceof IdentityLink link) {
          link(link, event, state, out);
        } else {
          visit(accepted, state, out);
        }
        state.newestAt = Math.max(state.newestAt, event.availableAtMicros());
        if (state.timerAtMillis == 0) {
          wakeLater(state, context);
        }
        states.update(state);
      }
    }
  }

  /** Of an erased visitor nothing is kept; the customers' operator refuses the event. */
  private void refuse(Event event, Collector<Inbound> out) {
    if (event.topic() == Topic.IDENTITIES) {
      folded.count(Topic.IDENTITIES);
      linksOfErased.inc();
      return;
    }
    String visitorId = event.customerId();
    out.collect(
        new Inbound.Visited(
            visitorId, visitorId, Inbound.Visited.Step.NEW, event, event.availableAtMicros()));
  }

  private void visit(Inbound.Accepted accepted, VisitorState state, Collector<Inbound> out)
      throws Exception {
    Event event = accepted.event();
    if (events.contains(event.eventId())) {
      duplicate.count(event.topic());
      return;
    }
    events.put(event.eventId(), accepted);
    state.events++;
    say(Inbound.Visited.Step.NEW, event, event.availableAtMicros(), state, out);
    if (state.events > bounds.events()) {
      settleOlderHalf(event.availableAtMicros(), state, out);
    }
  }

  private void settleOlderHalf(long atMicros, VisitorState state, Collector<Inbound> out)
      throws Exception {
    List<Event> kept = inOrder();
    for (Event old : kept.subList(0, kept.size() - bounds.events() / 2)) {
      events.remove(old.eventId());
      say(Inbound.Visited.Step.SETTLED, old, atMicros, state, out);
      state.events--;
      state.settled++;
      settled.inc();
    }
  }

  private void link(IdentityLink link, Event event, VisitorState state, Collector<Inbound> out)
      throws Exception {
    folded.count(Topic.IDENTITIES);
    String visitorId = event.customerId();
    String before = state.owner(visitorId);
    if (!state.link(link)) {
      staleLinks.inc();
      return;
    }
    if (state.owner(visitorId).equals(before)) {
      return;
    }
    long atMicros = event.availableAtMicros();
    out.collect(
        new Inbound.Whose(before, visitorId, Inbound.Whose.Change.LEFT, state.sayApart(atMicros)));
    if (state.linkedTo != null) {
      out.collect(
          new Inbound.Whose(
              state.linkedTo, visitorId, Inbound.Whose.Change.JOINED, state.say(atMicros)));
    }
    for (Event one : inOrder()) {
      say(Inbound.Visited.Step.MOVED, one, atMicros, state, out);
      moved.inc();
    }
    changes.inc();
    if (state.settled > 0) {
      partlyMoved.inc();
    }
  }

  private void say(
      Inbound.Visited.Step step,
      Event event,
      long atMicros,
      VisitorState state,
      Collector<Inbound> out) {
    out.collect(
        new Inbound.Visited(
            state.owner(event.customerId()), event.customerId(), step, event, state.say(atMicros)));
  }

  private void erase(Inbound.Accepted erasure, ReadOnlyContext context, Collector<Inbound> out)
      throws Exception {
    erased.remember((ErasureRequest) erasure.event().record());
    VisitorState state = states.value();
    if (state != null) {
      String visitorId = erasure.event().customerId();
      out.collect(
          new Inbound.Whose(
              state.owner(visitorId),
              visitorId,
              Inbound.Whose.Change.LEFT,
              state.sayApart(erasure.event().availableAtMicros())));
      if (ordering == Ordering.ARRIVAL || !order.keepsAny(state.timerAtMillis)) {
        context.timerService().deleteEventTimeTimer(state.timerAtMillis);
      }
      states.clear();
      events.clear();
    }
    out.collect(erasure);
  }

  private void forgetOrWait(
      long atMillis, VisitorState state, OnTimerContext context, Collector<Inbound> out)
      throws Exception {
    if (dueMillis(state) > atMillis) {
      wakeLater(state, context);
      states.update(state);
      return;
    }
    String visitorId = context.getCurrentKey();
    out.collect(
        new Inbound.Whose(
            state.owner(visitorId),
            visitorId,
            Inbound.Whose.Change.STAYED,
            state.sayApart(atMillis * 1_000)));
    states.clear();
    events.clear();
  }

  // One timer for each visitor, which goes on when it finds newer events: cheaper than one for
  // each.
  private void wakeLater(VisitorState state, ReadOnlyContext context) {
    state.timerAtMillis = dueMillis(state);
    context.timerService().registerEventTimeTimer(state.timerAtMillis);
  }

  private long dueMillis(VisitorState state) {
    return StreamOrder.millis(state.newestAt) + bounds.ttl().toMillis();
  }

  private List<Event> inOrder() throws Exception {
    List<Event> sorted = new ArrayList<>();
    for (Inbound one : events.values()) {
      sorted.add(((Inbound.Accepted) one).event());
    }
    sorted.sort(StreamOrder.OF_EVENTS);
    return sorted;
  }
}
