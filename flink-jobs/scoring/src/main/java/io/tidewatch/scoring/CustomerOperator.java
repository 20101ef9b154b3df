package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.Inbound;
import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.Fold;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.ErasedCustomer;
import io.tidewatch.schemas.ErasureRequest;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.SimpleTimerService;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * The keyed operator: keeps one state per customer and its timers, brings the events into order,
 * and hands them in bundles to {@link CustomerScoring}, which folds, steps, scores, decides and
 * emits.
 *
 * <p>Customers who come often stay in memory ({@link HotCustomers}), with changes that keyed state
 * does not have yet. All of them are written before a checkpoint's barrier goes on, most ahead of
 * it ({@link CheckpointPace}). An operator of its own, not a process function, because only an
 * operator can write under many keys at that moment.
 *
 * <p>A bundle ends when it is full, when its oldest event has waited for long enough, and before
 * every watermark, control message and checkpoint, so that nobody can tell how large it was. Models
 * are swapped between two bundles.
 *
 * <p>Timers are in event time: one for the customer's next regular scoring and, in event-time
 * order, one for each millisecond of which events are kept.
 *
 * <p>Events of visitors come by way of {@link VisitorOperator} and may be taken back; those of
 * visitors who are linked to a customer stand beside the customer's state ({@link LinkedVisitors}).
 *
 * <p>First input: events, by customer. Second input: control messages, broadcast. State, timers and
 * their names are those of the first version, which was a process function.
 */
final class CustomerOperator extends AbstractStreamOperator<SpecificRecord>
    implements TwoInputStreamOperator<Inbound, ControlMessage, SpecificRecord>,
        Triggerable<String, VoidNamespace> {
  private static final long serialVersionUID = 1L;

  /** Where open alerts come out, on their way to the desks. */
  static final OutputTag<AlertCandidate> CANDIDATES =
      new OutputTag<>("alert-candidates", AlertCandidate.TYPE);

  /** Where the guards hear what models did. */
  static final OutputTag<Observation> OBSERVATIONS =
      new OutputTag<>("observations", Observation.TYPE);

  /** Where it comes out what sampled customers did. */
  static final OutputTag<TruthSignal> TRUTH = new OutputTag<>("truth", TruthSignal.TYPE);

  /** Where it comes out which offers were made, and what was heard of them. */
  static final OutputTag<OfferSignal> OFFERS = new OutputTag<>("offers", OfferSignal.TYPE);

  /** How often it is looked whether a model is ready while one is being compiled. */
  private static final long SWAP_POLL_MILLIS = 5;

  /** Timers of a customer that may not have fired yet, one a day, if no watermark ever came. */
  private static final int MOST_TIMERS = 400;

  private final CustomerScoring.Settings settings;
  private final Ordering ordering;
  private final Bundling bundling;
  private final Compiling compiling;
  private final GuardSettings guards;
  private final Configuration privacy;

  private transient EventTimeOrder<Inbound> order;
  private transient TimerService timers;
  private transient HotCustomers customers;
  private transient CheckpointPace pace;
  private transient Bundle bundle;
  private transient Turn[] events;
  private transient boolean bundleTimed;
  private transient Counter bundles;
  private transient Counter bundledEvents;
  private transient InArrivalOrder inOrder;
  private transient ScoreMonitor monitor;
  private transient CustomerScoring scoring;
  private transient LinkedVisitors visitors;
  private transient ServingControl control;
  private transient ExecutorService compiler;
  private transient boolean swapTimed;
  private transient BudgetState budgets;
  private transient EventCounters folded;
  private transient EventCounters duplicate;
  private transient EventCounters late;
  private transient EventCounters deadLettered;
  private transient ErasedCustomers erased;

  /** Where models are compiled. */
  enum Compiling {
    /** On a thread of its own, as in the job. */
    ASIDE,
    /** Between two events, for tests that want to know what serves when. */
    AT_ONCE
  }

  CustomerOperator(
      CustomerScoring.Settings settings,
      Ordering ordering,
      Bundling bundling,
      Compiling compiling,
      GuardSettings guards,
      Configuration privacy) {
    this.settings = settings;
    this.ordering = ordering;
    this.bundling = bundling;
    this.compiling = compiling;
    this.guards = guards;
    this.privacy = privacy;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    var store = context.getOperatorStateStore();
    folded = new EventCounters(EventCounts.FOLDED, store, getRuntimeContext());
    duplicate = new EventCounters(EventCounts.DUPLICATE, store, getRuntimeContext());
    late = new EventCounters(EventCounts.LATE, store, getRuntimeContext());
    deadLettered = new EventCounters(EventCounts.DEAD_LETTERED, store, getRuntimeContext());
    erased = new ErasedCustomers(privacy, store);
    budgets = new BudgetState(store, getRuntimeContext());
  }

  @Override
  public void open() throws Exception {
    super.open();
    timers =
        new SimpleTimerService(
            getInternalTimerService("user-timers", VoidNamespaceSerializer.INSTANCE, this));
    order =
        new EventTimeOrder<>(
            getRuntimeContext(), "order", RecordTypes.inbound(), StreamOrder.COMPARATOR);
    CustomerStateSerializer serializer = new CustomerStateSerializer();
    ValueState<CustomerState> states =
        getRuntimeContext().getState(new ValueStateDescriptor<>("customer", serializer));
    int cacheCustomers =
        bundling.cacheCustomers(
            Runtime.getRuntime().maxMemory(),
            getContainingTask()
                .getEnvironment()
                .getTaskManagerInfo()
                .getConfiguration()
                .get(TaskManagerOptions.NUM_TASK_SLOTS));
    customers =
        new HotCustomers(
            cacheCustomers,
            new KeyedCustomers(
                serializer,
                states,
                this::setCurrentKey,
                getKeyedStateBackend().isSafeToReuseKVState(),
                getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks()));
    pace = new CheckpointPace(bundling.dirtyCustomers(), cacheCustomers);
    bundle = new Bundle(bundling.bundleSize());
    events = new Turn[bundling.bundleSize()];
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    bundles = metrics.counter("bundles");
    bundledEvents = metrics.counter("bundledEvents");
    show(customers, metrics.addGroup("cache"));
    OperatorOutput atOnce = new OperatorOutput(metrics, this::count, output);
    inOrder = new InArrivalOrder(bundling.bundleSize(), atOnce);
    int subtasks = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
    monitor =
        new ScoreMonitor(guards.scoringsBetweenReports(subtasks), guards.truthShare(), atOnce);
    scoring = new CustomerScoring(settings, budgets.budgets(), monitor, inOrder);
    visitors =
        new LinkedVisitors(
            getRuntimeContext().getMapState(LinkedVisitors.KEPT), this::setCurrentKey, scoring);
    metrics.gauge("engineLayers", scoring.serving()::engineLayers);
    compiler = Executors.newSingleThreadExecutor(CustomerOperator::compilerThread);
    control =
        new ServingControl(
            scoring,
            atOnce,
            getOperatorStateBackend()::getBroadcastState,
            getRuntimeContext().getTaskInfo(),
            compiling == Compiling.ASIDE ? compiler : Runnable::run);
  }

  private static Thread compilerThread(Runnable work) {
    Thread thread = new Thread(work, "compiles models");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() throws Exception {
    if (compiler != null) {
      compiler.shutdownNow();
    }
    super.close();
  }

  /** Returns the models that serve. */
  Serving serving() {
    return scoring.serving();
  }

  private static void show(HotCustomers customers, MetricGroup metrics) {
    metrics.gauge("customers", customers::size);
    metrics.gauge("dirty", customers::dirty);
    metrics.gauge("hits", customers::hits);
    metrics.gauge("misses", customers::misses);
    metrics.gauge("evictions", customers::evictions);
    metrics.gauge("writes", customers::writes);
  }

  /** The key is set where keyed state or timers are used; most events need neither. */
  @Override
  public void setKeyContextElement1(StreamRecord element) {}

  @Override
  public void processElement1(StreamRecord<Inbound> element) throws Exception {
    Inbound inbound = element.getValue();
    String customerId = EventRouter.customerId(inbound);
    countLate(inbound);
    if (ordering == Ordering.EVENT_TIME) {
      setCurrentKey(customerId);
      if (order.keep(inbound, StreamOrder.millis(StreamOrder.atMicros(inbound)), timers)) {
        return;
      }
    }
    bundle.add(customerId, inbound);
    if (bundle.isFull()) {
      processBundle();
    } else if (!bundleTimed) {
      endBundleInTime();
    }
  }

  // One timer at a time, and it may end a bundle that is younger: cheaper than one for each.
  private void endBundleInTime() {
    bundleTimed = true;
    long now = getProcessingTimeService().getCurrentProcessingTime();
    getProcessingTimeService()
        .registerTimer(
            now + bundling.bundleTime().toMillis(),
            time -> {
              bundleTimed = false;
              processBundle();
            });
  }

  @Override
  public void processElement2(StreamRecord<ControlMessage> element) throws Exception {
    processBundle();
    if (element.getValue().topic() == Topic.ERASED_CUSTOMERS) {
      erased.apply(element.getValue());
      return;
    }
    long now = getProcessingTimeService().getCurrentProcessingTime();
    control.beReady(now);
    control.apply(element.getValue(), now);
    if (control.isPending() && !swapTimed) {
      swapInTime(now);
    }
  }

  // Where no events come, nothing else would swap models in and report them.
  private void swapInTime(long now) {
    swapTimed = true;
    getProcessingTimeService()
        .registerTimer(
            now + SWAP_POLL_MILLIS,
            time -> {
              swapTimed = false;
              processBundle();
              control.beReady(time);
              if (control.isPending()) {
                swapInTime(time);
              }
            });
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    processBundle();
    super.processWatermark(mark);
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    control.beReady(getProcessingTimeService().getCurrentProcessingTime());
    rescore(timer.getKey(), timer.getTimestamp());
    if (ordering == Ordering.EVENT_TIME) {
      setCurrentKey(timer.getKey());
      for (Inbound inbound : order.take(timer.getTimestamp())) {
        bundle.add(timer.getKey(), inbound);
        if (bundle.isFull()) {
          processBundle();
        }
      }
      processBundle();
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("there are no timers in processing time");
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    processBundle();
    control.settle(getProcessingTimeService().getCurrentProcessingTime());
    monitor.flush();
    customers.flush();
    pace.checkpoint(getProcessingTimeService().getCurrentProcessingTime());
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    if (!bundle.isEmpty() || customers.dirty() > 0) {
      throw new IllegalStateException(
          "checkpoint %d would lose %d events and %d states; prepareSnapshotPreBarrier comes first"
              .formatted(context.getCheckpointId(), bundle.size(), customers.dirty()));
    }
    folded.snapshot();
    duplicate.snapshot();
    late.snapshot();
    deadLettered.snapshot();
    budgets.snapshot(context.getCheckpointId());
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    budgets.confirm(checkpointId);
  }

  @Override
  public void finish() throws Exception {
    processBundle();
    control.settle(getProcessingTimeService().getCurrentProcessingTime());
    monitor.flush();
    super.finish();
  }

  private void processBundle() throws Exception {
    if (bundle.isEmpty()) {
      return;
    }
    long now = getProcessingTimeService().getCurrentProcessingTime();
    control.beReady(now);
    customers.allowDirty(pace.allowed(now));
    bundle.firstWave(customers);
    while (bundle.waveSize() > 0) {
      process(bundle.wave(), bundle.waveSize());
      bundle.nextWave();
    }
    inOrder.release(bundle.size());
    bundles.inc();
    bundledEvents.inc(bundle.size());
    bundle.release(customers);
  }

  private void process(Turn[] wave, int waveSize) throws Exception {
    int count = 0;
    for (int i = 0; i < waveSize; i++) {
      Turn turn = wave[i];
      inOrder.turn(turn.position);
      if (turn.customer.state == null && isRefused(turn)) {
        continue;
      }
      if (turn.inbound instanceof Inbound.Removed removed) {
        folded.count(Topic.CUSTOMERS);
        removeProfile(turn.customer, removed);
      } else if (turn.inbound instanceof Inbound.OfVisitor told) {
        if (told instanceof Inbound.Visited visited && visited.step() == Inbound.Visited.Step.NEW) {
          visitors.keep(visited);
          events[count++] = turn;
        } else {
          visitors.apply(turn.customer, told);
          keepOrDrop(turn.customer);
        }
      } else if (turn.event().topic() == Topic.ERASURES) {
        folded.count(Topic.ERASURES);
        erase(turn.customer, (ErasureRequest) turn.event().record());
      } else {
        events[count++] = turn;
      }
    }
    scoring.process(events, count);
    for (int i = 0; i < count; i++) {
      keep(events[i].customer);
    }
  }

  private void rescore(String customerId, long atMillis) throws Exception {
    Customer customer = customers.get(customerId);
    CustomerState state = customer.state;
    // Nothing to do if the customer was erased or dropped, or an event was quicker than this timer.
    if (state != null && state.nextRescoreAt() <= atMillis * 1_000) {
      inOrder.turn(0);
      if (scoring.rescoreUntil(customerId, state, atMillis * 1_000)) {
        keep(customer);
      } else {
        customers.erase(customer);
      }
      inOrder.release(1);
    }
    customers.release(customer);
  }

  private void keep(Customer customer) {
    customers.changed(customer);
    long next = customer.state.nextRescoreAt();
    if (next != customer.timerAt) {
      setCurrentKey(customer.id);
      timers.registerEventTimeTimer(StreamOrder.millis(next));
      customer.timerAt = next;
    }
  }

  /** Refuses what comes of a customer who was erased, unless it says that the customer consents. */
  private boolean isRefused(Turn turn) throws Exception {
    Event event = eventOf(turn.inbound);
    boolean refusable = event != null && event.topic() != Topic.ERASURES;
    if (!(refusable || turn.inbound instanceof Inbound.Whose)
        || !erased.contains(turn.customerId)) {
      return false;
    }
    if (event != null && event.record() instanceof CustomerProfile profile) {
      Optional<ErasedCustomer> lifted = erased.lift(profile);
      if (lifted.isPresent()) {
        inOrder.record(lifted.get());
        return false;
      }
    }
    if (isNew(turn.inbound)) {
      deadLettered.count(event.topic());
      inOrder.record(ErasedLetters.of(event));
    }
    return true;
  }

  private static Event eventOf(Inbound inbound) {
    if (inbound instanceof Inbound.Accepted accepted) {
      return accepted.event();
    }
    return inbound instanceof Inbound.Visited visited ? visited.event() : null;
  }

  /** Whether it is an event that nobody has counted before. */
  private static boolean isNew(Inbound inbound) {
    return inbound instanceof Inbound.Accepted
        || inbound instanceof Inbound.Visited visited && visited.step() == Inbound.Visited.Step.NEW;
  }

  /** Nothing of the customer stays; later events are refused until the customer consents again. */
  private void erase(Customer customer, ErasureRequest request) throws Exception {
    inOrder.record(erased.erase(request));
    scoring.erased(customer.id);
    for (String visitorId : visitors.forget(customer.id)) {
      inOrder.record(ofVisitor(request, visitorId));
    }
    drop(customer);
  }

  /** To be asked of the whole platform, because a visitor's events are not here alone. */
  private static ErasureRequest ofVisitor(ErasureRequest request, String visitorId) {
    byte[] name = (request.getEventId() + '/' + visitorId).getBytes(StandardCharsets.UTF_8);
    return ErasureRequest.newBuilder(request)
        .setEventId(UUID.nameUUIDFromBytes(name).toString())
        .setCustomerId(visitorId)
        .build();
  }

  private void keepOrDrop(Customer customer) throws Exception {
    if (customer.state != null && customer.state.isEmpty()) {
      drop(customer);
    } else if (customer.state != null) {
      keep(customer);
    }
  }

  private void drop(Customer customer) throws Exception {
    if (customer.state == null) {
      return;
    }
    setCurrentKey(customer.id);
    // An event that comes before its day's timer plans the next day's and leaves the timer to fire.
    long at = customer.state.nextRescoreAt();
    for (int day = 0; day < MOST_TIMERS; day++) {
      long timer = StreamOrder.millis(at);
      if (day > 0 && timer <= timers.currentWatermark()) {
        break;
      }
      if (ordering == Ordering.ARRIVAL || !order.keepsAny(timer)) {
        timers.deleteEventTimeTimer(timer);
      }
      at -= settings.rescoreInterval().toMillis() * 1_000;
    }
    customers.erase(customer);
  }

  // A null value has no event time, and the clock of who wrote it may be far from stream time: as
  // events come it counts as of the customer's newest time, in event-time order as of its record's.
  private void removeProfile(Customer customer, Inbound.Removed removed) throws Exception {
    CustomerState state = customer.state;
    if (state == null) {
      return; // nobody to remove it from
    }
    long at = ordering == Ordering.ARRIVAL ? state.now() : removed.atMicros();
    if (scoring.rescoreUntil(customer.id, state, at)) {
      state.removeProfile(at);
      keep(customer);
    } else {
      customers.erase(customer);
    }
  }

  private void countLate(Inbound inbound) {
    Event event = isNew(inbound) ? eventOf(inbound) : null;
    if (event != null
        && StreamOrder.millis(event.occurredAtMicros()) <= timers.currentWatermark()) {
      late.count(event.topic());
    }
  }

  private void count(Event event, Fold.Outcome outcome) {
    (outcome == Fold.Outcome.FOLDED ? folded : duplicate).count(event.topic());
  }
}
