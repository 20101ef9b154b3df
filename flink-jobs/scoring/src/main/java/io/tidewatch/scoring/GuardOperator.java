package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.models.monitor.ModelWatch;
import io.tidewatch.models.monitor.ModelWindow;
import io.tidewatch.models.monitor.Verdict;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelSlot;
import io.tidewatch.schemas.ModelState;
import io.tidewatch.schemas.ModelStatus;
import io.tidewatch.scoring.slots.Change;
import io.tidewatch.scoring.slots.ModelSlots;
import io.tidewatch.scoring.slots.SlotChangeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.CoProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guards: brings together what all subtasks saw the champion and the challenger do, and what
 * their scores turned out to be worth, and judges it. Where a guard trips, it writes to the topic
 * models what a person would have written: the champion before comes back and the release is
 * banned, or the challenger is taken out. The loader applies it like any other change.
 *
 * <p>First input: windows and matured scores. Second input: what the loader let through. Runs with
 * parallelism 1; its state is small and survives restarts.
 */
final class GuardOperator extends CoProcessFunction<Observation, AcceptedRelease, SpecificRecord>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(GuardOperator.class);
  private static final int MAX_WHY = 900;

  private final GuardSettings settings;

  private transient ListState<SpecificRecord> slotState;
  private transient ListState<Tuple2<String, byte[]>> watchState;
  private transient Map<String, ModelSlots> slots; // by model name
  private transient Map<String, ModelWatch> watches; // by key of the slot
  private transient HealthMetrics metrics;
  private transient Counter trips;
  private transient Counter unmatched;

  GuardOperator(GuardSettings settings) {
    this.settings = settings;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    slotState =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("slots", RecordTypes.record()));
    watchState =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>(
                    "watches",
                    Types.TUPLE(
                        Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)));
    slots = new TreeMap<>();
    watches = new TreeMap<>();
    for (SpecificRecord message : slotState.get()) {
      remember((ModelRelease) message);
    }
    for (Tuple2<String, byte[]> watch : watchState.get()) {
      watches.put(watch.f0, ModelWatch.read(input(watch.f1), settings.rules()));
    }
  }

  @Override
  public void open(OpenContext context) {
    metrics = new HealthMetrics(getRuntimeContext());
    trips = getRuntimeContext().getMetricGroup().counter("guardTrips");
    unmatched = getRuntimeContext().getMetricGroup().counter("guardUnmatched");
    watches.forEach(this::show);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    List<SpecificRecord> messages = new ArrayList<>();
    slots.values().forEach(model -> messages.addAll(model.messages()));
    slotState.update(messages);
    List<Tuple2<String, byte[]>> written = new ArrayList<>();
    for (Map.Entry<String, ModelWatch> watch : watches.entrySet()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      watch.getValue().write(new DataOutputStream(bytes));
      written.add(Tuple2.of(watch.getKey(), bytes.toByteArray()));
    }
    watchState.update(written);
  }

  @Override
  public void processElement2(
      AcceptedRelease accepted, Context context, Collector<SpecificRecord> out) {
    ModelRelease message = accepted.message();
    remember(message);
    ModelSlot slot = ModelSlot.of(message);
    if (slot.role() == ModelRole.SHADOW) {
      return; // it decides nothing that could do harm
    }
    ModelWatch watch = watches.computeIfAbsent(slot.key(), key -> new ModelWatch(settings.rules()));
    if (message.getRole() == ModelRole.RETIRED) {
      watch.retire();
    } else {
      watch.serve(message.getSha256(), accepted.reference());
    }
    show(slot.key(), watch);
  }

  private void remember(ModelRelease message) {
    String name = message.getName();
    slots.put(name, slots.getOrDefault(name, ModelSlots.none(name)).with(message));
  }

  @Override
  public void processElement1(
      Observation observation, Context context, Collector<SpecificRecord> out) throws IOException {
    Optional<String> watched =
        watches.entrySet().stream()
            .filter(entry -> entry.getValue().sha256().equals(observation.sha256()))
            .map(Map.Entry::getKey)
            .findFirst();
    if (watched.isEmpty()) {
      unmatched.inc(); // the last words of a release that serves no more
      return;
    }
    String key = watched.get();
    ModelWatch watch = watches.get(key);
    List<Verdict> verdicts = judge(watch, observation);
    if (verdicts.isEmpty()) {
      return;
    }
    show(key, watch);
    if (watch.scorings() < 2L * settings.rules().windowScorings()) {
      LOG.info("first window of {} {}: {}", key, watch.sha256(), sentences(verdicts));
    }
    Instant now = Instant.ofEpochMilli(context.timerService().currentProcessingTime());
    ModelSlot slot = ModelSlot.ofKey(key);
    if (watch.tripped()) {
      trips.inc();
      goBack(slot, watch, why(verdicts), now, out);
    } else if (settings.promote() && observation instanceof Observation.Matured) {
      promoteIfBetter(slot.name(), now, out);
    }
  }

  private List<Verdict> judge(ModelWatch watch, Observation observation) throws IOException {
    if (observation instanceof Observation.Window window) {
      return watch.add(
          ModelWindow.read(input(window.window()), watch.reference()), window.raiseAt());
    }
    Observation.Matured matured = (Observation.Matured) observation;
    return watch.matured(matured.churn(), matured.churned());
  }

  private static String sentences(List<Verdict> verdicts) {
    return verdicts.stream()
        .map(verdict -> verdict.guard() + ": " + verdict.sentence())
        .collect(Collectors.joining("; "));
  }

  private static String why(List<Verdict> verdicts) {
    String why = sentences(verdicts.stream().filter(Verdict::tripped).toList());
    return why.length() <= MAX_WHY ? why : why.substring(0, MAX_WHY) + "...";
  }

  private void goBack(
      ModelSlot slot, ModelWatch watch, String why, Instant now, Collector<SpecificRecord> out) {
    ModelSlots model = slots.get(slot.name());
    Change change = Change.of(now, Change.GUARD, why);
    try {
      ModelRelease message =
          slot.role() == ModelRole.CHAMPION
              ? model.rollback(change)
              : model.retire(slot.role(), change);
      LOG.warn("guard takes {} {} out: {}", slot.key(), watch.sha256(), why);
      out.collect(message);
    } catch (SlotChangeException e) {
      withoutPrevious(model, change, e.getMessage(), out);
    }
  }

  private void withoutPrevious(
      ModelSlots model, Change change, String because, Collector<SpecificRecord> out) {
    Optional<ModelRelease> champion = model.in(ModelRole.CHAMPION);
    if (champion.isEmpty()) {
      return;
    }
    String why = change.why().orElse("");
    LOG.warn("guard tripped on {} and {}: {}", model.name(), because, why);
    if (settings.withoutPrevious() == WithoutPrevious.RETIRE) {
      out.collect(model.retire(ModelRole.CHAMPION, change));
      return;
    }
    out.collect(
        ModelStatus.newBuilder()
            .setName(model.name())
            .setVersion(champion.get().getVersion())
            .setSha256(champion.get().getSha256())
            .setAt(change.at())
            .setState(ModelState.SUSPECT)
            .setDetail(why + "; it goes on serving: " + because)
            .setRole(ModelRole.CHAMPION)
            .setShare(1f)
            .setBy(Change.GUARD)
            .build());
  }

  private void promoteIfBetter(String name, Instant now, Collector<SpecificRecord> out) {
    ModelWatch champion = watches.get(new ModelSlot(name, ModelRole.CHAMPION).key());
    ModelWatch challenger = watches.get(new ModelSlot(name, ModelRole.CHALLENGER).key());
    int least = settings.rules().minOutcomes();
    if (champion == null
        || challenger == null
        || champion.truth().size() < least
        || challenger.truth().size() < least
        || challenger.tripped()
        || !challenger.truth().surelyBetterThan(champion.truth())) {
      return;
    }
    String why =
        String.format(
            Locale.ROOT,
            "challenger is surely better (DeLong, one-sided 1 %%): AUC %.3f of %d matured scores,"
                + " champion %.3f of %d",
            challenger.truth().auc().orElseThrow().value(),
            challenger.truth().size(),
            champion.truth().auc().orElseThrow().value(),
            champion.truth().size());
    Change change = Change.of(now, Change.GUARD, why);
    try {
      slots.get(name).promote(ModelRole.CHALLENGER, change).forEach(out::collect);
    } catch (SlotChangeException e) {
      LOG.warn("challenger of {} wins and is not promoted: {}", name, e.getMessage());
    }
  }

  private void show(String key, ModelWatch watch) {
    if (metrics != null) {
      metrics.show(key, watch);
    }
  }

  private static DataInputStream input(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }
}
