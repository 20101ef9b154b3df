package io.tidewatch.tickets;

import io.tidewatch.schemas.TicketChange;
import io.tidewatch.schemas.TicketPromise;

/**
 * One moment of a ticket's timeline at which something changes. Immutable.
 *
 * @param atMicros when, microseconds since 1970 UTC
 * @param change what changes
 * @param promise the promise that a breach is of; UNKNOWN for changes that an event made
 * @param breachAtMicros when that promise is broken; 0 for changes that an event made
 * @param promisedMicros business time that was promised; 0 for changes that an event made
 * @param eventId event that made the change; empty for a breach and its nearness
 * @param standing where the ticket stands from then on
 */
public record TicketMoment(
    long atMicros,
    TicketChange change,
    TicketPromise promise,
    long breachAtMicros,
    long promisedMicros,
    String eventId,
    Standing standing) {

  /** Returns whether it is a breach or its nearness: no event makes it, time does. */
  public boolean isAlert() {
    return promise != TicketPromise.UNKNOWN;
  }

  /**
   * Returns a number that is the same for the same alert of a ticket, whenever it comes: a breach
   * of a promise is one breach though a late event moves it, and a breach is near once until the
   * ticket is reopened.
   */
  public long alertKey() {
    int reopening = change == TicketChange.BREACH_NEAR ? standing.reopenings() : 0;
    return ((promisedMicros / 60_000_000L) << 32)
        | ((long) reopening << 2)
        | (promise == TicketPromise.RESOLUTION ? 2 : 0)
        | (change == TicketChange.BREACHED ? 1 : 0);
  }
}
