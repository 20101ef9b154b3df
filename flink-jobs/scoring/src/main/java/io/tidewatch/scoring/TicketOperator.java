package io.tidewatch.scoring;

import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Topic;
import io.tidewatch.tickets.BusinessClock;
import io.tidewatch.tickets.ServiceLevels;
import io.tidewatch.tickets.TicketLog;
import io.tidewatch.tickets.TicketMoment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.SimpleTimerService;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The ticket process, by customer: keeps the steps of each ticket, says what they change, and in
 * event time, when the watermark passes the moment, that a promise is nearly or quite broken.
 *
 * <p>In event-time order a step waits until the watermark has passed it, so that the output is the
 * same whatever the order of arrival.
 *
 * <p>A new policy holds for all tickets that are not closed, as of their opening: what it makes due
 * is said at once. An operator of its own, not a process function, because only an operator can set
 * timers for all keys at that moment.
 *
 * <p>First input: signals, by customer. Second input: policies and who was erased, broadcast.
 */
final class TicketOperator extends AbstractStreamOperator<SpecificRecord>
    implements TwoInputStreamOperator<TicketSignal, ControlMessage, SpecificRecord>,
        Triggerable<String, VoidNamespace> {
  private static final long serialVersionUID = 1L;

  private static final MapStateDescriptor<String, TicketLog> LOGS =
      new MapStateDescriptor<>(
          "tickets", Types.STRING, new LayoutTypeInfo<>(TicketLog.class, TicketLogSerializer::new));

  private final Duration ttl;
  private final Ordering ordering;
  private final Configuration privacy;

  private transient TimerService timers;
  private transient MapState<String, TicketLog> logs; // by ticket id
  private transient EventTimeOrder<TicketSignal> order;
  private transient BroadcastState<String, SpecificRecord> policies;
  private transient ServiceLevels levels;
  private transient String policyVersion;
  private transient TicketOutput sink;
  private transient Counter duplicates;
  private transient Counter refused;
  private transient Counter late;
  private transient Counter ofErased;
  private transient ErasedCustomers erased;

  TicketOperator(Duration ttl, Ordering ordering, Configuration privacy) {
    this.ttl = ttl;
    this.ordering = ordering;
    this.privacy = privacy;
  }

  @Override
  public void open() throws Exception {
    super.open();
    timers =
        new SimpleTimerService(
            getInternalTimerService("tickets", VoidNamespaceSerializer.INSTANCE, this));
    logs = getRuntimeContext().getMapState(LOGS);
    order =
        new EventTimeOrder<>(getRuntimeContext(), "order", TicketSignal.TYPE, TicketSignal.ORDER);
    policies = getOperatorStateBackend().getBroadcastState(ControlState.POLICIES);
    apply((Policy) policies.get(Policies.APPLIED));
    sink = new TicketOutput(getRuntimeContext().getMetricGroup(), output);
    duplicates = getRuntimeContext().getMetricGroup().counter("duplicateSteps");
    refused = getRuntimeContext().getMetricGroup().counter("refusedSteps");
    late = getRuntimeContext().getMetricGroup().counter("lateSteps");
    ofErased = getRuntimeContext().getMetricGroup().counter("stepsOfErased");
    erased = new ErasedCustomers(privacy, getOperatorStateBackend());
  }

  @Override
  public void processElement1(StreamRecord<TicketSignal> element) throws Exception {
    TicketSignal signal = element.getValue();
    long atMillis = StreamOrder.millis(signal.availableAtMicros());
    if (atMillis <= timers.currentWatermark()) {
      late.inc();
    }
    boolean kept = ordering == Ordering.EVENT_TIME && order.keep(signal, atMillis, timers);
    if (!kept) {
      process(signal, timers.currentWatermark());
    }
  }

  private void process(TicketSignal signal, long nowMillis) throws Exception {
    if (signal.isErasure()) {
      erased.remember(signal.customerId(), signal.step().atMicros());
      erase(signal.step().atMicros());
      return;
    }
    TicketLog log = logs.get(signal.ticketId());
    if (log == null && erased.contains(signal.customerId())) {
      ofErased.inc(); // the customers' operator says so among the dead letters
      return;
    }
    if (log == null) {
      log = new TicketLog();
    }
    switch (log.add(signal.step())) {
      case NEW -> say(signal.customerId(), signal.ticketId(), log, nowMillis);
      case DUPLICATE -> duplicates.inc();
      case FULL -> refused.inc();
    }
  }

  private void erase(long atMicros) throws Exception {
    for (Map.Entry<String, TicketLog> entry : entries()) {
      Set<Long> alerts = entry.getValue().alerts(levels);
      if (entry.getValue().forget(atMicros)) {
        deleteTimers(alerts, entry.getValue().expiryTimerMillis());
        logs.remove(entry.getKey());
      } else {
        logs.put(entry.getKey(), entry.getValue());
      }
    }
  }

  /** A timer names its customer until it fires. */
  private void deleteTimers(Set<Long> alertMicros, long expiryMillis) throws Exception {
    for (long at : alertMicros) {
      deleteTimer(StreamOrder.millis(at));
    }
    deleteTimer(expiryMillis);
  }

  private void deleteTimer(long atMillis) throws Exception {
    if (ordering == Ordering.ARRIVAL || !order.keepsAny(atMillis)) {
      timers.deleteEventTimeTimer(atMillis);
    }
  }

  @Override
  public void processElement2(StreamRecord<ControlMessage> element) throws Exception {
    ControlMessage message = element.getValue();
    if (message.topic() == Topic.ERASED_CUSTOMERS) {
      erased.apply(message);
      return;
    }
    if (message.isRemoval()) {
      policies.remove(message.key());
    } else {
      policies.put(message.key(), Policy.fromByteBuffer(ByteBuffer.wrap(message.content())));
    }
    if (message.key().equals(Policies.APPLIED)) {
      apply((Policy) policies.get(Policies.APPLIED));
      getKeyedStateBackend()
          .applyToAllKeys(
              VoidNamespace.INSTANCE,
              VoidNamespaceSerializer.INSTANCE,
              LOGS,
              (customerId, state) -> judgeAnew((String) customerId));
    }
  }

  private void judgeAnew(String customerId) throws Exception {
    for (Map.Entry<String, TicketLog> entry : entries()) {
      entry.getValue().judged(endOf(timers.currentWatermark()));
      say(customerId, entry.getKey(), entry.getValue(), timers.currentWatermark());
    }
  }

  private void apply(Policy policy) {
    Policy applied = policy == null ? Policies.BUILT_IN : policy;
    policyVersion = applied.getVersion();
    levels =
        applied.getTickets() == null ? ServiceLevels.NONE : ServiceLevels.of(applied.getTickets());
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    if (ordering == Ordering.EVENT_TIME) {
      for (TicketSignal signal : order.take(timer.getTimestamp())) {
        process(signal, timer.getTimestamp());
      }
    }
    sayAll(timer.getKey(), timer.getTimestamp());
  }

  private void sayAll(String customerId, long untilMillis) throws Exception {
    for (Map.Entry<String, TicketLog> entry : entries()) {
      TicketLog log = entry.getValue();
      if (expiryMillis(log) <= untilMillis) {
        logs.remove(entry.getKey());
      } else {
        say(customerId, entry.getKey(), log, untilMillis);
      }
    }
  }

  private void say(String customerId, String ticketId, TicketLog log, long nowMillis)
      throws Exception {
    // When the input ends the watermark is beyond all times: what would have come later has not.
    boolean ended = timers.currentWatermark() == Long.MAX_VALUE;
    long until = ended ? log.lastAtMicros() : endOf(nowMillis);
    TicketLog.Due due = log.take(levels, until);
    for (TicketMoment moment : due.moments()) {
      sink.say(customerId, ticketId, moment, policyVersion);
    }
    if (due.nextMicros() != BusinessClock.NEVER && !ended) {
      timers.registerEventTimeTimer(StreamOrder.millis(due.nextMicros()));
    }
    planExpiry(log, nowMillis);
    logs.put(ticketId, log);
  }

  // One timer at a time: a later step does not move it, it looks again when it fires.
  private void planExpiry(TicketLog log, long nowMillis) {
    if (log.expiryTimerMillis() <= nowMillis || log.expiryTimerMillis() == 0) {
      log.expiryTimerAt(expiryMillis(log));
      timers.registerEventTimeTimer(expiryMillis(log));
    }
  }

  private long expiryMillis(TicketLog log) {
    return StreamOrder.millis(log.lastAtMicros()) + ttl.toMillis();
  }

  /** Returns the last microsecond of a millisecond; the watermark passes all of them at once. */
  private static long endOf(long millis) {
    boolean beyond = millis < Long.MIN_VALUE / 1_000 || millis > Long.MAX_VALUE / 1_000 - 1;
    return beyond ? millis : millis * 1_000 + 999;
  }

  private List<Map.Entry<String, TicketLog>> entries() throws Exception {
    List<Map.Entry<String, TicketLog>> all = new ArrayList<>();
    for (Map.Entry<String, TicketLog> entry : logs.entries()) {
      all.add(Map.entry(entry.getKey(), entry.getValue()));
    }
    all.sort(Map.Entry.comparingByKey()); // backends have orders of their own
    return all;
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("there are no timers in processing time");
  }
}
