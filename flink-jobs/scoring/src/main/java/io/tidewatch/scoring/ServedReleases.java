package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.models.Quality;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.scoring.slots.ModelSlots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What serves, by model: the newest message of each slot that was not refused, and how good the
 * champion is. Part of each checkpoint. One thread.
 */
final class ServedReleases {
  private final ListState<SpecificRecord> slotState;
  private final ListState<String> qualityState;
  private final Map<String, ModelSlots> slots = new TreeMap<>();
  private final ChampionQualities qualities = new ChampionQualities();

  /** Reads back what a checkpoint holds, if there is one. */
  ServedReleases(OperatorStateStore store) throws Exception {
    slotState = store.getListState(new ListStateDescriptor<>("slots", RecordTypes.record()));
    for (SpecificRecord message : slotState.get()) {
      put((ModelRelease) message);
    }
    qualityState = store.getListState(new ListStateDescriptor<>("qualities", Types.STRING));
    for (String text : qualityState.get()) {
      qualities.restore(text);
    }
  }

  /** Returns the slots of a model; empty ones if nothing was ever said of it. */
  ModelSlots slots(String name) {
    return slots.getOrDefault(name, ModelSlots.none(name));
  }

  /** Returns the quality of a champion; empty if this release was never seen here. */
  Optional<Quality> quality(ModelRelease champion) {
    return qualities.of(champion.getName(), champion.getSha256());
  }

  /** Takes a message that was accepted. */
  void put(ModelRelease message) {
    slots.put(message.getName(), slots(message.getName()).with(message));
  }

  /** Takes how good a champion is. */
  void put(ModelRelease champion, Quality quality) {
    qualities.put(champion.getName(), champion.getSha256(), quality);
  }

  /** Forgets a slot. */
  void remove(String name, ModelRole role) {
    slots.put(name, slots(name).without(role));
  }

  void snapshot() throws Exception {
    List<SpecificRecord> messages = new ArrayList<>();
    slots.values().forEach(model -> messages.addAll(model.messages()));
    slotState.update(messages);
    qualityState.update(qualities.toTexts());
  }
}
