package io.tidewatch.tickets;

import io.tidewatch.schemas.TicketStatus;

/**
 * Where a ticket stands at one moment. Immutable.
 *
 * @param status whose turn it is
 * @param priority newest priority; empty if none was said
 * @param openedAtMicros when it was opened, microseconds since 1970 UTC
 * @param firstResponseAtMicros when an agent answered for the first time; 0 if none has
 * @param firstResponseMicros business time until then, or until the moment
 * @param resolutionMicros business time that counts towards the resolution until the moment
 * @param reopenings how many times it was reopened
 * @param satisfaction newest satisfaction, 1 to 5; 0 if none
 */
public record Standing(
    TicketStatus status,
    String priority,
    long openedAtMicros,
    long firstResponseAtMicros,
    long firstResponseMicros,
    long resolutionMicros,
    int reopenings,
    int satisfaction) {}
