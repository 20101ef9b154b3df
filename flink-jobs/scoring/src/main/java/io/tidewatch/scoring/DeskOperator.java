package io.tidewatch.scoring;

import io.tidewatch.decisions.DeskAdmission;
import io.tidewatch.decisions.DeskMemory;
import io.tidewatch.decisions.DeskMemory.Taken;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.RetentionChoice;
import io.tidewatch.schemas.SuppressionReason;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The desks, by name: lets as many alerts through in a day as the desk can work on, those with the
 * most at stake, each with the action that should keep the customer, and says of every other one
 * why not.
 */
final class DeskOperator extends KeyedProcessFunction<String, AlertCandidate, SpecificRecord>
    implements CheckpointedFunction, CheckpointListener {
  private static final long serialVersionUID = 1L;

  private static final Comparator<AlertCandidate> ORDER =
      Comparator.comparing((AlertCandidate candidate) -> candidate.alert().getDecidedAt())
          .thenComparing(candidate -> candidate.alert().getAlertId());

  private final Duration rescoreInterval;
  private final Ordering ordering;
  private final RetentionDesks.Budgets budgets;

  private transient DeskMemory memory;
  private transient ValueState<DeskAdmission> admissions;
  private transient MapState<Long, long[]> taken; // by DeskMemory.key: the fields of Taken
  private transient ValueState<Long> nextCleaning;
  private transient EventTimeOrder<AlertCandidate> order;
  private transient RetentionDesks retention;

  DeskOperator(Duration rescoreInterval, Ordering ordering, RetentionDesks.Budgets budgets) {
    this.rescoreInterval = rescoreInterval;
    this.ordering = ordering;
    this.budgets = budgets;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) {
    // All state is keyed, and opened below.
  }

  @Override
  public void open(OpenContext context) {
    memory = new DeskMemory(rescoreInterval);
    admissions =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("admission", new DeskAdmissionSerializer()));
    taken =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "taken", Types.LONG, PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
    nextCleaning =
        getRuntimeContext().getState(new ValueStateDescriptor<>("next-cleaning", Types.LONG));
    order = new EventTimeOrder<>(getRuntimeContext(), "order", AlertCandidate.TYPE, ORDER);
    retention = new RetentionDesks(budgets, getRuntimeContext());
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    retention.snapshot(context.getCheckpointId());
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    retention.confirm(checkpointId);
  }

  @Override
  public void processElement(
      AlertCandidate candidate, Context context, Collector<SpecificRecord> out) throws Exception {
    long atMillis = candidate.alert().getDecidedAt().toEpochMilli();
    boolean kept =
        ordering == Ordering.EVENT_TIME && order.keep(candidate, atMillis, context.timerService());
    if (!kept) {
      decide(candidate, context, out);
    }
  }

  @Override
  public void onTimer(long atMillis, OnTimerContext context, Collector<SpecificRecord> out)
      throws Exception {
    if (ordering == Ordering.EVENT_TIME) {
      for (AlertCandidate candidate : order.take(atMillis)) {
        decide(candidate, context, out);
      }
    }
    Long cleaning = nextCleaning.value();
    if (cleaning != null && cleaning == atMillis) {
      clean(atMillis, context);
    }
  }

  private void decide(AlertCandidate candidate, Context context, Collector<SpecificRecord> out)
      throws Exception {
    ChurnAlert alert = candidate.alert();
    long at = Micros.of(alert.getDecidedAt());
    long key = DeskMemory.key(alert.getCustomerId());
    Optional<Taken> before = remembered(key, at);
    switch (memory.judge(before, candidate.raisedAtMicros(), at, candidate.coolDownHours())) {
      case ALREADY_TAKEN -> remember(key, memory.seenAgain(before.orElseThrow(), at));
      case COOL_DOWN -> holdBack(candidate, SuppressionReason.COOL_DOWN, out);
      case COMPETES -> {
        if (admit(candidate, at)) {
          remember(key, memory.take(candidate.raisedAtMicros(), at, candidate.coolDownHours()));
          planCleaning(at, context);
          RetentionChoice choice =
              retention.choose(candidate, context.timerService().currentProcessingTime());
          out.collect(candidate.sent(choice));
          out.collect(candidate.logged(choice));
        } else {
          holdBack(candidate, SuppressionReason.CAPACITY, out);
        }
      }
    }
  }

  private boolean admit(AlertCandidate candidate, long at) throws Exception {
    DeskAdmission admission = admissions.value();
    if (admission == null) {
      admission = new DeskAdmission();
    }
    boolean admitted =
        admission.admit(
            candidate.alert().getValueAtRiskMinor(),
            at,
            candidate.dailyCapacity(),
            ZoneId.of(candidate.deskTimeZone()));
    admissions.update(admission);
    return admitted;
  }

  private static void holdBack(
      AlertCandidate candidate, SuppressionReason reason, Collector<SpecificRecord> out) {
    out.collect(candidate.suppression(reason));
    out.collect(candidate.heldBack(reason));
  }

  private Optional<Taken> remembered(long key, long at) throws Exception {
    long[] fields = taken.get(key);
    return fields == null || fields[2] < at
        ? Optional.empty()
        : Optional.of(new Taken(fields[0], fields[1], fields[2]));
  }

  private void remember(long key, Taken entry) throws Exception {
    taken.put(
        key, new long[] {entry.raisedAtMicros(), entry.takenAtMicros(), entry.keepUntilMicros()});
  }

  // Entries past their time count as forgotten anyway; cleaning only gives the space back.
  private void planCleaning(long at, Context context) throws Exception {
    if (nextCleaning.value() == null) {
      long next = Math.floorDiv(at, 1_000L) + rescoreInterval.toMillis();
      nextCleaning.update(next);
      context.timerService().registerEventTimeTimer(next);
    }
  }

  private void clean(long atMillis, Context context) throws Exception {
    nextCleaning.clear();
    boolean left = false;
    for (Iterator<Map.Entry<Long, long[]>> entries = taken.iterator(); entries.hasNext(); ) {
      if (entries.next().getValue()[2] < atMillis * 1_000) {
        entries.remove();
      } else {
        left = true;
      }
    }
    if (left) {
      planCleaning(atMillis * 1_000, context);
    } else {
      taken.clear();
    }
  }
}
