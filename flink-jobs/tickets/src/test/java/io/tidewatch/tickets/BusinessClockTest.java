package io.tidewatch.tickets;

import static io.tidewatch.tickets.Rules.HOUR;
import static io.tidewatch.tickets.Rules.MINUTE;
import static io.tidewatch.tickets.Rules.berlin;
import static io.tidewatch.tickets.Rules.nineToFive;
import static io.tidewatch.tickets.Rules.utc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.schemas.BusinessHours;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.TicketRules;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BusinessClockTest {
  private static final List<String> ZONES =
      List.of("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata");

  private final BusinessClock office = BusinessClock.of(nineToFive().build());

  @Test
  void standsStillAtNightAndOverTheWeekend() {
    assertThat(office.between(berlin("2026-03-06T16:00"), berlin("2026-03-09T10:00")))
        .isEqualTo(2 * HOUR);
    assertThat(office.after(berlin("2026-03-06T16:00"), 2 * HOUR))
        .isEqualTo(berlin("2026-03-09T10:00"));
  }

  @Test
  void theEndOfADayComesBeforeTheStartOfTheNext() {
    assertThat(office.after(berlin("2026-03-06T16:00"), HOUR))
        .isEqualTo(berlin("2026-03-06T17:00"));
  }

  @Test
  void standsStillOnHolidays() {
    BusinessClock clock =
        BusinessClock.of(nineToFive().setHolidays(List.of("2026-04-03", "2026-04-06")).build());
    assertThat(clock.between(berlin("2026-04-02T16:00"), berlin("2026-04-07T10:00")))
        .isEqualTo(2 * HOUR);
  }

  @Test
  void aNightAcrossTheChangeToSummerTimeHasAnHourLess() {
    BusinessClock nights =
        BusinessClock.of(
            TicketRules.newBuilder()
                .setTimeZone("Europe/Berlin")
                .setBusinessHours(List.of(new BusinessHours(7, 0, 8 * 60)))
                .build());
    assertThat(nights.between(berlin("2026-03-28T00:00"), berlin("2026-03-30T00:00")))
        .isEqualTo(7 * HOUR);
    assertThat(nights.between(berlin("2026-10-24T00:00"), berlin("2026-10-26T00:00")))
        .isEqualTo(9 * HOUR);
    assertThat(nights.after(berlin("2026-03-29T01:00"), HOUR + MINUTE))
        .isEqualTo(berlin("2026-03-29T03:01"));
  }

  @Test
  void hoursThatDaylightSavingSkipsDoNotRun() {
    BusinessClock skipped =
        BusinessClock.of(
            TicketRules.newBuilder()
                .setTimeZone("Europe/Berlin")
                .setBusinessHours(
                    List.of(new BusinessHours(7, 120, 150), new BusinessHours(7, 180, 240)))
                .build());
    assertThat(skipped.between(berlin("2026-03-28T00:00"), berlin("2026-03-30T00:00")))
        .isEqualTo(HOUR);
  }

  @Test
  void runsAlwaysWithoutBusinessHours() {
    BusinessClock always = BusinessClock.of(TicketRules.newBuilder().build());
    assertThat(always.between(5, 12)).isEqualTo(7);
    assertThat(always.after(5, 7)).isEqualTo(12);
    BusinessClock notAtChristmas =
        BusinessClock.of(TicketRules.newBuilder().setHolidays(List.of("2026-12-25")).build());
    assertThat(notAtChristmas.between(utc("2026-12-24T12:00:00Z"), utc("2026-12-26T12:00:00Z")))
        .isEqualTo(24 * HOUR);
  }

  @Test
  void saysWhenItNeverRunsLongEnough() {
    List<String> everyWeek = new ArrayList<>();
    for (int week = 0; week < 300; week++) {
      everyWeek.add(LocalDateTime.parse("2026-03-02T00:00").plusWeeks(week).toLocalDate() + "");
    }
    BusinessClock clock =
        BusinessClock.of(
            TicketRules.newBuilder()
                .setBusinessHours(List.of(new BusinessHours(1, 0, 1)))
                .setHolidays(everyWeek)
                .build());
    assertThat(clock.after(utc("2026-03-02T00:00:00Z"), 10 * HOUR)).isEqualTo(BusinessClock.NEVER);
  }

  @Property(tries = 150)
  void isAdditive(
      @ForAll long seed,
      @ForAll @IntRange(max = 4) int zone,
      @ForAll @LongRange(max = 40 * 1_440) long first,
      @ForAll @LongRange(max = 40 * 1_440) long second) {
    BusinessClock clock = clock(seed, zone, 0);
    long a = start(seed);
    long b = a + first * MINUTE;
    long c = b + second * MINUTE;
    assertThat(clock.between(a, b) + clock.between(b, c)).isEqualTo(clock.between(a, c));
    assertThat(clock.between(a, c)).isBetween(0L, c - a);
  }

  @Property(tries = 150)
  void afterIsTheFirstMomentAtWhichItHasRunSoLong(
      @ForAll long seed,
      @ForAll @IntRange(max = 4) int zone,
      @ForAll @LongRange(min = 1, max = 5_000 * MINUTE) long run) {
    BusinessClock clock = clock(seed, zone, 0);
    long from = start(seed);
    long after = clock.after(from, run);
    assertThat(clock.between(from, after)).isEqualTo(run);
    assertThat(clock.between(from, after - 1)).isEqualTo(run - 1);
  }

  /** Away from the hours of the night at which clocks are changed. */
  @Property(tries = 60)
  void agreesWithCountingMinutes(
      @ForAll long seed,
      @ForAll @IntRange(max = 4) int zone,
      @ForAll @IntRange(max = 4 * 1_440) int minutes) {
    TicketRules rules = rules(seed, zone, 5 * 60);
    long from = start(seed);
    long counted = 0;
    for (int i = 0; i < minutes; i++) {
      counted += open(rules, from + i * MINUTE) ? MINUTE : 0;
    }
    assertThat(BusinessClock.of(rules).between(from, from + minutes * MINUTE)).isEqualTo(counted);
  }

  private static boolean open(TicketRules rules, long micros) {
    LocalDateTime wall =
        LocalDateTime.ofInstant(Micros.toInstant(micros), ZoneId.of(rules.getTimeZone()));
    int minute = wall.getHour() * 60 + wall.getMinute();
    return !rules.getHolidays().contains(wall.toLocalDate().toString())
        && rules.getBusinessHours().stream()
            .anyMatch(
                hours ->
                    hours.getWeekday() == wall.getDayOfWeek().getValue()
                        && hours.getFromMinute() <= minute
                        && minute < hours.getUntilMinute());
  }

  @Test
  void refusesWhatItCannotRunBy() {
    refuses(
        nineToFive().setTimeZone("Berlin"),
        "timeZone=Berlin must be an IANA time zone such as UTC");
    refuses(
        nineToFive().setHolidays(List.of("25.12.2026")),
        "holidays=25.12.2026 must be a date such as 2026-12-25");
    refuses(
        nineToFive().setBusinessHours(List.of(new BusinessHours(8, 0, 60))),
        "businessHours=weekday 8, 0 to 60 must have a weekday from 1 to 7");
    refuses(
        nineToFive().setBusinessHours(List.of(new BusinessHours(1, 60, 60))),
        "businessHours=weekday 1, 60 to 60 must have");
    refuses(
        nineToFive()
            .setBusinessHours(List.of(new BusinessHours(1, 50, 70), new BusinessHours(1, 0, 60))),
        "businessHours=weekday 1, 0 to 60 and weekday 1, 50 to 70 must not overlap");
  }

  private static void refuses(TicketRules.Builder rules, String message) {
    assertThatThrownBy(() -> BusinessClock.of(rules.build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static BusinessClock clock(long seed, int zone, int earliest) {
    return BusinessClock.of(rules(seed, zone, earliest));
  }

  /** One or two spans on at least one weekday, some holidays. */
  private static TicketRules rules(long seed, int zone, int earliest) {
    Random random = new Random(seed);
    List<BusinessHours> hours = new ArrayList<>();
    int certain = 1 + random.nextInt(7);
    for (int day = 1; day <= 7; day++) {
      if (day == certain || random.nextInt(3) > 0) {
        int from = earliest + random.nextInt(700 - earliest);
        int until = from + 1 + random.nextInt(800 - from);
        hours.add(new BusinessHours(day, from, until));
        if (random.nextBoolean()) {
          hours.add(new BusinessHours(day, until + random.nextInt(300), 1_440));
        }
      }
    }
    List<String> holidays = new ArrayList<>();
    LocalDateTime day = LocalDateTime.ofInstant(Micros.toInstant(start(seed)), Rules.BERLIN);
    for (int i = random.nextInt(3); i > 0; i--) {
      holidays.add(day.plusDays(random.nextInt(20)).toLocalDate().toString());
    }
    return TicketRules.newBuilder()
        .setTimeZone(ZONES.get(zone))
        .setBusinessHours(hours)
        .setHolidays(holidays)
        .build();
  }

  /**
   * A minute shortly before a change of clocks in Europe and America, or in October's hemisphere.
   */
  private static long start(long seed) {
    Random random = new Random(~seed);
    String day = random.nextBoolean() ? "2026-03-05T00:00:00Z" : "2026-10-02T00:00:00Z";
    return utc(day) + random.nextInt(30 * 1_440) * MINUTE;
  }
}
