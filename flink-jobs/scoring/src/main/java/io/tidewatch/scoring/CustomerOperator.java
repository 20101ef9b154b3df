package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.Inbound;
import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.Fold;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Topic;
import java.util.Comparator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * The keyed operator: keeps one state per customer and its timers, brings the events into order,
 * and hands them to {@link CustomerScoring}, which folds, steps, scores, decides and emits.
 *
 * <p>Timers are in event time: one for the customer's next regular scoring and, in event-time
 * order, one for each millisecond of which events are kept.
 */
final class CustomerOperator
    extends KeyedBroadcastProcessFunction<String, Inbound, ControlMessage, SpecificRecord>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  /** Where open alerts come out, on their way to the desks. */
  static final OutputTag<AlertCandidate> CANDIDATES =
      new OutputTag<>("alert-candidates", AlertCandidate.TYPE);

  private static final Comparator<Inbound> ORDER =
      Comparator.comparingLong(CustomerOperator::atMicros)
          .thenComparing(CustomerOperator::topic)
          .thenComparing(CustomerOperator::eventId);

  private final CustomerScoring.Settings settings;
  private final Ordering ordering;

  private transient ValueState<CustomerState> states;
  private transient EventTimeOrder<Inbound> order;
  private transient EventCounters folded;
  private transient EventCounters duplicate;
  private transient EventCounters late;
  private transient OperatorOutput output;
  private transient CustomerScoring scoring;
  private transient ServingControl control;

  CustomerOperator(CustomerScoring.Settings settings, Ordering ordering) {
    this.settings = settings;
    this.ordering = ordering;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    var store = context.getOperatorStateStore();
    folded = new EventCounters(EventCounts.FOLDED, store, getRuntimeContext());
    duplicate = new EventCounters(EventCounts.DUPLICATE, store, getRuntimeContext());
    late = new EventCounters(EventCounts.LATE, store, getRuntimeContext());
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    folded.snapshot();
    duplicate.snapshot();
    late.snapshot();
  }

  @Override
  public void open(OpenContext context) {
    states =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("customer", new CustomerStateSerializer()));
    order = new EventTimeOrder<>(getRuntimeContext(), "order", RecordTypes.inbound(), ORDER);
    output = new OperatorOutput(getRuntimeContext().getMetricGroup(), this::count);
    scoring = new CustomerScoring(settings, output);
    control = new ServingControl(scoring, output, getRuntimeContext().getTaskInfo());
  }

  @Override
  public void processBroadcastElement(
      ControlMessage message, Context context, Collector<SpecificRecord> out) throws Exception {
    output.to(out, candidate -> context.output(CANDIDATES, candidate));
    control.beReady(context::getBroadcastState, context.currentProcessingTime());
    control.apply(message, context::getBroadcastState, context.currentProcessingTime());
  }

  @Override
  public void processElement(
      Inbound inbound, ReadOnlyContext context, Collector<SpecificRecord> out) throws Exception {
    output.to(out, candidate -> context.output(CANDIDATES, candidate));
    control.beReady(context::getBroadcastState, context.currentProcessingTime());
    TimerService timers = context.timerService();
    countLate(inbound, timers);
    boolean kept =
        ordering == Ordering.EVENT_TIME && order.keep(inbound, millis(atMicros(inbound)), timers);
    if (!kept) {
      process(context.getCurrentKey(), inbound, timers);
    }
  }

  @Override
  public void onTimer(long atMillis, OnTimerContext context, Collector<SpecificRecord> out)
      throws Exception {
    output.to(out, candidate -> context.output(CANDIDATES, candidate));
    control.beReady(context::getBroadcastState, context.currentProcessingTime());
    rescore(context.getCurrentKey(), atMillis, context.timerService());
    if (ordering == Ordering.EVENT_TIME) {
      for (Inbound inbound : order.take(atMillis)) {
        process(context.getCurrentKey(), inbound, context.timerService());
      }
    }
  }

  private void rescore(String customerId, long atMillis, TimerService timers) throws Exception {
    CustomerState state = states.value();
    if (state == null || state.nextRescoreAt() > atMillis * 1_000) {
      return; // the customer was erased or dropped, or an event was quicker than this timer
    }
    if (scoring.rescoreUntil(customerId, state, atMillis * 1_000)) {
      keep(state, timers);
    } else {
      states.clear();
    }
  }

  private void process(String customerId, Inbound inbound, TimerService timers) throws Exception {
    CustomerState state = states.value();
    if (inbound instanceof Inbound.Removed removed) {
      folded.count(Topic.CUSTOMERS);
      removeProfile(customerId, state, removed, timers);
      return;
    }
    Event event = ((Inbound.Accepted) inbound).event();
    if (event.topic() == Topic.ERASURES) {
      folded.count(Topic.ERASURES);
      erase(state, timers);
      return;
    }
    keep(scoring.process(customerId, state == null ? new CustomerState() : state, event), timers);
  }

  private void keep(CustomerState state, TimerService timers) throws Exception {
    states.update(state);
    timers.registerEventTimeTimer(millis(state.nextRescoreAt()));
  }

  /**
   * Nothing of the customer stays; events that came after the request in stream time begin anew.
   */
  private void erase(CustomerState state, TimerService timers) throws Exception {
    if (state == null) {
      return;
    }
    states.clear();
    long timer = millis(state.nextRescoreAt());
    if (ordering == Ordering.ARRIVAL || !order.keepsAny(timer)) {
      timers.deleteEventTimeTimer(timer);
    }
  }

  // A null value has no event time, and the clock of who wrote it may be far from stream time: as
  // events come it counts as of the customer's newest time, in event-time order as of its record's.
  private void removeProfile(
      String customerId, CustomerState state, Inbound.Removed removed, TimerService timers)
      throws Exception {
    if (state == null) {
      return; // nobody to remove it from
    }
    long at = ordering == Ordering.ARRIVAL ? state.now() : removed.atMicros();
    if (scoring.rescoreUntil(customerId, state, at)) {
      state.removeProfile(at);
      keep(state, timers);
    } else {
      states.clear();
    }
  }

  private void countLate(Inbound inbound, TimerService timers) {
    if (inbound instanceof Inbound.Accepted accepted
        && millis(accepted.event().occurredAtMicros()) <= timers.currentWatermark()) {
      late.count(accepted.event().topic());
    }
  }

  private void count(Event event, Fold.Outcome outcome) {
    (outcome == Fold.Outcome.FOLDED ? folded : duplicate).count(event.topic());
  }

  private static long millis(long micros) {
    return Math.floorDiv(micros, 1_000L);
  }

  private static long atMicros(Inbound inbound) {
    return inbound instanceof Inbound.Accepted accepted
        ? accepted.event().availableAtMicros()
        : ((Inbound.Removed) inbound).atMicros();
  }

  private static Topic topic(Inbound inbound) {
    return inbound instanceof Inbound.Accepted accepted
        ? accepted.event().topic()
        : ((Inbound.Removed) inbound).topic();
  }

  private static String eventId(Inbound inbound) {
    return inbound instanceof Inbound.Accepted accepted ? accepted.event().eventId() : "";
  }
}
