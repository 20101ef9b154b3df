package io.tidewatch.decisions;

import io.tidewatch.schemas.Micros;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * The hours of the night in which nobody is contacted, on the wall clock of the customer's time
 * zone, daylight saving included. May wrap around midnight; equal start and end mean none.
 *
 * @param fromMinute first quiet minute after midnight, 0 to 1439
 * @param untilMinute first minute after midnight that is not quiet any more, 0 to 1439
 */
public record QuietHours(int fromMinute, int untilMinute) {

  /** Returns whether the moment is a quiet one in the zone. */
  public boolean quietAt(long atMicros, ZoneId zone) {
    int minute = local(atMicros, zone).toLocalTime().toSecondOfDay() / 60;
    return fromMinute <= untilMinute
        ? fromMinute <= minute && minute < untilMinute
        : fromMinute <= minute || minute < untilMinute;
  }

  /**
   * Returns the first start of quiet hours after the moment, in microseconds; a start that daylight
   * saving skips is moved by the length of the gap, as {@link ZonedDateTime} does.
   */
  public long nextStart(long atMicros, ZoneId zone) {
    if (fromMinute == untilMinute) {
      return Long.MAX_VALUE;
    }
    ZonedDateTime now = local(atMicros, zone);
    LocalTime start = LocalTime.ofSecondOfDay(fromMinute * 60L);
    ZonedDateTime next = now.toLocalDate().atTime(start).atZone(zone);
    if (!next.isAfter(now)) {
      next = now.toLocalDate().plusDays(1).atTime(start).atZone(zone);
    }
    return Micros.of(next.toInstant());
  }

  static ZonedDateTime local(long atMicros, ZoneId zone) {
    return Micros.toInstant(atMicros).atZone(zone);
  }
}
