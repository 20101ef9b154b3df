package io.tidewatch.connectors.delivery;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hours of each day in which a target is left alone, by the clocks of its time zone. Immutable.
 *
 * @param from first quiet moment of a day
 * @param until first moment after; before {@code from} where the quiet goes over midnight
 * @param zone time zone of both
 */
public record QuietHours(LocalTime from, LocalTime until, ZoneId zone) {
  private static final Pattern SPAN = Pattern.compile("(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)");

  /** Checks that the quiet begins and ends. */
  public QuietHours {
    if (from.equals(until)) {
      throw new IllegalArgumentException(
          "quiet hours from "
              + from
              + " until "
              + until
              + " never end or never begin; give two"
              + " different times");
    }
  }

  /**
   * Reads quiet hours.
   *
   * @param span such as {@code 22:00-07:30}
   * @param zone such as {@code Europe/Berlin}
   * @throws IllegalArgumentException if either is not that
   */
  public static QuietHours parse(String span, String zone) {
    Matcher matcher = SPAN.matcher(span);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + span + "' is no span of hours; it should look like 22:00-07:30");
    }
    try {
      return new QuietHours(
          LocalTime.parse(matcher.group(1)), LocalTime.parse(matcher.group(2)), ZoneId.of(zone));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'"
              + span
              + "' in '"
              + zone
              + "': "
              + e.getMessage()
              + "; they should look like"
              + " 22:00-07:30 and Europe/Berlin",
          e);
    }
  }

  /**
   * Returns {@code now} if it is not quiet, or the moment at which this quiet ends. Where clocks
   * skip the time at which it ends, it ends when they have skipped it; where they show hours twice,
   * those are quiet each time.
   */
  Instant open(Instant now) {
    ZonedDateTime here = now.atZone(zone);
    if (!quiet(here.toLocalTime())) {
      return now;
    }
    ZonedDateTime end = here.with(until);
    if (!end.isAfter(here)) {
      end = here.toLocalDate().plusDays(1).atTime(until).atZone(zone);
    }
    LocalDateTime shown = end.toLocalDate().atTime(until);
    ZoneOffsetTransition change = zone.getRules().getTransition(shown);
    return change != null && change.isGap() ? change.getInstant() : end.toInstant();
  }

  private boolean quiet(LocalTime time) {
    return from.isBefore(until)
        ? !time.isBefore(from) && time.isBefore(until)
        : !time.isBefore(from) || time.isBefore(until);
  }
}
