package io.tidewatch.tickets;

import io.tidewatch.schemas.BusinessHours;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.ServiceLevel;
import io.tidewatch.schemas.TicketRules;
import io.tidewatch.schemas.Topic;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;

/** Rules for tests: Monday to Friday, nine to five in Berlin. */
final class Rules {
  static {
    Topic.values(); // Avro trusts the records of lists from then on
  }

  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  static final long MINUTE = 60_000_000L;
  static final long HOUR = 60 * MINUTE;

  private Rules() {}

  static TicketRules.Builder nineToFive() {
    return TicketRules.newBuilder()
        .setTimeZone(BERLIN.getId())
        .setBusinessHours(
            IntStream.rangeClosed(1, 5)
                .mapToObj(day -> new BusinessHours(day, 9 * 60, 17 * 60))
                .toList());
  }

  /** First response within 2 hours, resolution within 8, a warning 30 minutes before. */
  static ServiceLevels levels() {
    return ServiceLevels.of(nineToFive().setServiceLevels(List.of(level("", 120, 480))).build());
  }

  static ServiceLevel level(String priority, Integer firstResponse, Integer resolution) {
    return new ServiceLevel(priority, firstResponse, resolution, 30);
  }

  /** Returns microseconds of a wall-clock time in Berlin such as 2026-03-02T09:00. */
  static long berlin(String wall) {
    return Micros.of(LocalDateTime.parse(wall).atZone(BERLIN).toInstant());
  }

  static long utc(String instant) {
    return Micros.of(Instant.parse(instant));
  }
}
