package io.tidewatch.connectors.delivery;

import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.schemas.AlertDelivery;
import io.tidewatch.schemas.DeliveryState;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of deliveries: what earlier runs wrote to the topic alert-deliveries, and what this
 * one has settled since. Thread-safe. Holds a key of about 100 bytes for each alert and target for
 * as long as the topic keeps it.
 */
final class Journal {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration KEPT = Topic.ALERT_DELIVERIES.retention().orElseThrow();

  private final Map<String, Instant> settled = new LinkedHashMap<>();
  private final Map<String, AlertDelivery> pending = new HashMap<>();
  private final Map<String, DeliveryState> settledMessages = new HashMap<>();
  private final Set<String> claimed = new HashSet<>();

  /** Reads all that the topic holds at this moment. */
  static Journal read(RecordConsumer consumer) {
    Journal journal = new Journal();
    Map<String, DeliveryState> messages = new HashMap<>();
    while (!consumer.atEnd()) {
      for (ConsumedRecord record : consumer.poll(POLL)) {
        record
            .record()
            .map(AlertDelivery.class::cast)
            .ifPresent(
                step -> {
                  journal.take(step);
                  if (step.getState() != DeliveryState.PENDING) {
                    messages.put(step.getMessageId(), step.getState());
                  }
                });
      }
    }
    for (AlertDelivery step : journal.pending.values()) {
      DeliveryState state = messages.get(step.getMessageId());
      if (state != null) {
        journal.settledMessages.put(step.getMessageId(), state);
      }
    }
    return journal;
  }

  /** Returns the key of an alert for a target. */
  static String key(String alertId, String target) {
    return alertId + "/" + target;
  }

  /** Notes a step. */
  synchronized void take(AlertDelivery step) {
    if (step.getState() == DeliveryState.PENDING) {
      pending.put(step.getKey(), step);
      return;
    }
    pending.remove(step.getKey());
    claimed.remove(step.getKey());
    settled.put(step.getKey(), step.getChangedAt());
    Iterator<Instant> times = settled.values().iterator();
    while (times.next().isBefore(step.getChangedAt().minus(KEPT))) {
      times.remove();
    }
  }

  /**
   * Takes a delivery in hand.
   *
   * @return whether there is anything to do: it is not settled, and was not taken in hand before
   */
  synchronized boolean claim(String key) {
    return !settled.containsKey(key) && claimed.add(key);
  }

  /** Returns the newest step of a delivery that is not settled. */
  synchronized Optional<AlertDelivery> pending(String key) {
    return Optional.ofNullable(pending.get(key));
  }

  /**
   * Returns how the message of an interrupted delivery was settled: another of its alerts is, and
   * they went together.
   */
  synchronized Optional<DeliveryState> settledWith(AlertDelivery step) {
    return Optional.ofNullable(settledMessages.get(step.getMessageId()));
  }

  /** Returns how many deliveries are settled. */
  synchronized int settled() {
    return settled.size();
  }
}
