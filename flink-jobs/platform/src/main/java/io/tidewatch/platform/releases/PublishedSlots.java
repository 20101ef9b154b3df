package io.tidewatch.platform.releases;

import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelSlot;
import io.tidewatch.schemas.Topic;
import io.tidewatch.scoring.slots.ModelSlots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.ReadableConfig;

/** What was said last of every slot of every model, read from the topic models. */
public final class PublishedSlots {
  private static final Duration POLL = Duration.ofMillis(100);

  private PublishedSlots() {}

  /** Returns the slots as they are at this moment, by model name. */
  public static Map<String, ModelSlots> read(ReadableConfig config) {
    Map<String, ModelSlots> slots = new TreeMap<>();
    for (ConsumedRecord consumed : all(config, Topic.MODELS)) {
      if (consumed.record().orElse(null) instanceof ModelRelease message) {
        slots.merge(
            message.getName(),
            ModelSlots.none(message.getName()).with(message),
            (before, first) -> before.with(message));
      } else if (consumed.kind() == ConsumedRecord.Kind.REMOVAL) {
        ModelSlot slot = ModelSlot.ofKey(consumed.key());
        slots.computeIfPresent(slot.name(), (name, before) -> before.without(slot.role()));
      }
    }
    return slots;
  }

  /** Returns everything that a topic holds at this moment. */
  static List<ConsumedRecord> all(ReadableConfig config, Topic topic) {
    List<ConsumedRecord> all = new ArrayList<>();
    try (RecordConsumer consumer = RecordConsumer.fromBeginning(config, List.of(topic))) {
      while (!consumer.atEnd()) {
        all.addAll(consumer.poll(POLL));
      }
    }
    return all;
  }
}
