package io.tidewatch.connectors.delivery;

import java.time.Instant;
import java.util.List;

/**
 * A message on its way. Immutable.
 *
 * @param message what goes out
 * @param parcels what it is made of
 * @param attempts how many attempts there were, those of earlier runs included
 * @param due when the next one should be
 */
record Outgoing(Message message, List<Parcel> parcels, int attempts, Instant due) {
  /** Returns it at the beginning of its next attempt. */
  Outgoing begun() {
    return new Outgoing(message, parcels, attempts + 1, due);
  }

  Outgoing dueAt(Instant time) {
    return new Outgoing(message, parcels, attempts, time);
  }

  /** Returns when the newest of its alerts reached the topic. */
  Instant arrivedAt() {
    return parcels.stream()
        .map(parcel -> parcel.record().timestamp())
        .max(Instant::compareTo)
        .orElseThrow();
  }
}
