package io.tidewatch.connectors.gateway.collector;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.VisitorId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * One event as a tracker sent it.
 *
 * @param call what the tracker called
 * @param json the event; a JSON object
 * @param receivedAt when it came in
 */
record Tracked(Call call, JsonNode json, Instant receivedAt) {
  /** A clock that differs less is right; what differs then is the time on the way. */
  private static final Duration CLOCKS_AGREE = Duration.ofSeconds(10);

  private static final Instant FIRST_YEAR = Instant.parse("1900-01-01T00:00:00Z");
  private static final Instant LAST_YEAR = Instant.parse("3000-01-01T00:00:00Z");

  /** Returns the id by which a second delivery is recognised; made up if the tracker gave none. */
  String eventId() throws RefusedEventException {
    String id = Source.EVENT_ID.textIn(json);
    return id == null ? UUID.randomUUID().toString() : id;
  }

  /** Returns whom it is about: the customer, or a visitor of whom only the device is known. */
  String customerId() throws RefusedEventException {
    String user = Source.USER.textIn(json);
    if (user != null) {
      return user;
    }
    String device = Source.ANONYMOUS.textIn(json);
    if (device == null) {
      throw RefusedEventException.of(
          DeadLetterReason.BAD_ID, Source.USER.path(), "and anonymousId are missing");
    }
    return VisitorId.of(device);
  }

  /**
   * Returns when it happened by our clock. Trackers say when they sent an event, by the same clock
   * as when it happened; if that differs from when it came in, their clock is wrong by as much.
   * Nothing happens after it came in: stream time, which such an event would push ahead, is safe.
   */
  Instant occurredAt() throws RefusedEventException {
    Optional<Instant> told = time(Source.TIME);
    if (told.isEmpty()) {
      return receivedAt;
    }
    Duration behind =
        time(Source.SENT_AT).map(at -> Duration.between(at, receivedAt)).orElse(Duration.ZERO);
    Instant at = behind.abs().compareTo(CLOCKS_AGREE) > 0 ? told.get().plus(behind) : told.get();
    return at.isAfter(receivedAt) ? receivedAt : at.truncatedTo(ChronoUnit.MICROS);
  }

  private Optional<Instant> time(Source source) throws RefusedEventException {
    String text = source.textIn(json);
    if (text == null) {
      return Optional.empty();
    }
    try {
      Instant at = Instant.parse(text);
      if (at.isAfter(FIRST_YEAR) && at.isBefore(LAST_YEAR)) {
        return Optional.of(at);
      }
    } catch (DateTimeException e) {
      // Refused below, like a time of another age.
    }
    throw RefusedEventException.of(
        DeadLetterReason.BAD_TIME, source.path(), "is not a time such as 2026-01-31T12:00:00Z");
  }

  /** Returns the name of what was tracked; empty for other calls. */
  String eventName() throws RefusedEventException {
    if (call != Call.TRACK) {
      return "";
    }
    JsonNode name = json.path("event");
    if (!name.isTextual() || name.asText().isBlank()) {
      throw RefusedEventException.of(
          DeadLetterReason.WRONG_RECORD, "event", "is missing; track calls name what happened");
    }
    return name.asText().strip();
  }
}
