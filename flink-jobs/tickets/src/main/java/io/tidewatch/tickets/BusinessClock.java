package io.tidewatch.tickets;

import io.tidewatch.schemas.BusinessHours;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.TicketRules;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A clock that runs in business hours only: on the wall clock of one time zone, not on holidays.
 * Where daylight saving skips a wall-clock time, it stands for the moment of the change; where one
 * comes twice, for the first. So hours that follow each other on the wall never overlap, and a
 * business day of 8 hours across a change has 7 or 9.
 *
 * <p>Immutable, may be shared between threads. Costs about a microsecond per day that is spanned.
 */
public final class BusinessClock {
  /** The moment that never comes. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Days after which a clock that has not run long enough is said never to. */
  private static final int MOST_DAYS = 3_660;

  private static final int MINUTES_PER_DAY = 1_440;
  private static final Comparator<BusinessHours> BY_START =
      Comparator.comparingInt(BusinessHours::getWeekday)
          .thenComparingInt(BusinessHours::getFromMinute);

  private final ZoneId zone;
  private final Set<LocalDate> holidays;
  private final List<List<BusinessHours>> byWeekday; // Monday first
  private final boolean always;

  private BusinessClock(
      ZoneId zone, Set<LocalDate> holidays, List<List<BusinessHours>> byWeekday, boolean always) {
    this.zone = zone;
    this.holidays = holidays;
    this.byWeekday = byWeekday;
    this.always = always;
  }

  /**
   * Returns the clock of a policy's rules.
   *
   * @throws IllegalArgumentException if hours, a holiday or the time zone are not what the schema
   *     says; the message names the field and the value
   */
  public static BusinessClock of(TicketRules rules) {
    Set<LocalDate> holidays = new HashSet<>();
    for (String day : rules.getHolidays()) {
      holidays.add(parsed("holidays", day, "a date such as 2026-12-25", LocalDate::parse));
    }
    ZoneId zone =
        parsed("timeZone", rules.getTimeZone(), "an IANA time zone such as UTC", ZoneId::of);
    List<BusinessHours> sorted = new ArrayList<>(rules.getBusinessHours());
    sorted.sort(BY_START);
    check(sorted);
    boolean allDay = sorted.isEmpty();
    List<List<BusinessHours>> byWeekday = new ArrayList<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      byWeekday.add(
          allDay
              ? List.of(new BusinessHours(day.getValue(), 0, MINUTES_PER_DAY))
              : sorted.stream().filter(h -> h.getWeekday() == day.getValue()).toList());
    }
    return new BusinessClock(zone, holidays, byWeekday, allDay && holidays.isEmpty());
  }

  private interface Parser<T> {
    T parse(String text);
  }

  private static <T> T parsed(String field, String text, String right, Parser<T> parser) {
    try {
      return parser.parse(text);
    } catch (DateTimeException e) {
      String shown = text.length() <= 20 ? text : text.substring(0, 20) + "...";
      throw new IllegalArgumentException(field + "=" + shown + " must be " + right, e);
    }
  }

  private static void check(List<BusinessHours> sorted) {
    BusinessHours before = null;
    for (BusinessHours hours : sorted) {
      boolean right =
          hours.getWeekday() >= 1
              && hours.getWeekday() <= 7
              && hours.getFromMinute() >= 0
              && hours.getFromMinute() < hours.getUntilMinute()
              && hours.getUntilMinute() <= MINUTES_PER_DAY;
      if (!right) {
        throw new IllegalArgumentException(
            "businessHours="
                + shown(hours)
                + " must have a weekday from 1 to 7 and 0 <= fromMinute < untilMinute <= 1440");
      }
      if (before != null
          && before.getWeekday() == hours.getWeekday()
          && before.getUntilMinute() > hours.getFromMinute()) {
        throw new IllegalArgumentException(
            "businessHours=" + shown(before) + " and " + shown(hours) + " must not overlap");
      }
      before = hours;
    }
  }

  private static String shown(BusinessHours hours) {
    return "weekday %d, %d to %d"
        .formatted(hours.getWeekday(), hours.getFromMinute(), hours.getUntilMinute());
  }

  /**
   * Returns how long the clock ran between two moments.
   *
   * @param fromMicros first moment, microseconds since 1970 UTC
   * @param untilMicros second moment; before the first, the clock did not run
   * @return microseconds, at least 0
   */
  public long between(long fromMicros, long untilMicros) {
    if (always || untilMicros <= fromMicros) {
      return Math.max(0, untilMicros - fromMicros);
    }
    long sum = 0;
    for (LocalDate day = dateOf(fromMicros); ; day = day.plusDays(1)) {
      if (micros(day.atStartOfDay()) >= untilMicros) {
        return sum;
      }
      for (BusinessHours hours : hoursOf(day)) {
        long opens = Math.max(fromMicros, micros(day, hours.getFromMinute()));
        long closes = Math.min(untilMicros, micros(day, hours.getUntilMinute()));
        sum += Math.max(0, closes - opens);
      }
    }
  }

  /**
   * Returns the first moment at which the clock has run for some time.
   *
   * @param fromMicros when it begins to count, microseconds since 1970 UTC
   * @param runMicros how long it has to run; 0 or less is at once, business hours or not
   * @return microseconds since 1970 UTC; {@link #NEVER} if ten years are not enough
   */
  public long after(long fromMicros, long runMicros) {
    if (always || runMicros <= 0) {
      return fromMicros + Math.max(0, runMicros);
    }
    long left = runMicros;
    LocalDate day = dateOf(fromMicros);
    for (int i = 0; i < MOST_DAYS; i++, day = day.plusDays(1)) {
      for (BusinessHours hours : hoursOf(day)) {
        long opens = Math.max(fromMicros, micros(day, hours.getFromMinute()));
        long runs = Math.max(0, micros(day, hours.getUntilMinute()) - opens);
        if (runs >= left) {
          return opens + left;
        }
        left -= runs;
      }
    }
    return NEVER;
  }

  private List<BusinessHours> hoursOf(LocalDate day) {
    return holidays.contains(day) ? List.of() : byWeekday.get(day.getDayOfWeek().getValue() - 1);
  }

  private LocalDate dateOf(long micros) {
    return LocalDate.ofInstant(Micros.toInstant(micros), zone);
  }

  private long micros(LocalDate day, int minute) {
    return micros(day.atStartOfDay().plusMinutes(minute));
  }

  private long micros(LocalDateTime wall) {
    ZoneOffsetTransition change = zone.getRules().getTransition(wall);
    Instant moment =
        change != null && change.isGap()
            ? change.getInstant()
            : wall.toInstant(zone.getRules().getOffset(wall));
    return Micros.of(moment);
  }
}
