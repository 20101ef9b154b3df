package io.tidewatch.training;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import java.util.zip.CRC32;

/**
 * When snapshots of a customer are taken: every so many days, at an offset that only the customer's
 * id decides, from the first purchase on and as long as the horizon is fully observed.
 *
 * @param everyDays days between snapshots
 * @param horizonDays days after a snapshot that must be observed
 * @param endMicros last moment of the history
 */
record SnapshotTimes(int everyDays, int horizonDays, long endMicros) implements Serializable {

  /** Returns the rising times for a customer with these events, which may be in any order. */
  long[] of(String customerId, List<Event> events) {
    long first =
        events.stream()
            .filter(
                event ->
                    event.record() instanceof PurchaseEvent purchase
                        && purchase.getKind() == PurchaseKind.PURCHASE)
            .mapToLong(Event::availableAtMicros)
            .min()
            .orElse(Long.MAX_VALUE);
    long last = endMicros - horizonDays * Micros.PER_DAY;
    if (first >= last) {
      return new long[0];
    }
    long period = everyDays * Micros.PER_DAY;
    long offset = Math.floorMod(hash(customerId) * 1_000_003L, period);
    long start = Math.floorDiv(first - offset, period) * period + offset + period;
    return LongStream.iterate(start, at -> at <= last, at -> at + period).toArray();
  }

  /** Returns a hash of a customer id that is the same on every machine. */
  static long hash(String customerId) {
    CRC32 crc = new CRC32();
    crc.update(customerId.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }
}
