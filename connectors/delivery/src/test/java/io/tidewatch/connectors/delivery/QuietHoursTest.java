package io.tidewatch.connectors.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class QuietHoursTest {
  private static final QuietHours NIGHT = QuietHours.parse("22:00-07:00", "Europe/Berlin");

  @Test
  void areOverWhenTheyEndInTheTargetsZone() {
    assertOpens(NIGHT, "2026-01-15T21:00:00Z", "2026-01-16T06:00:00Z"); // 22:00 in Berlin
    assertOpens(NIGHT, "2026-01-15T20:59:59Z", "2026-01-15T20:59:59Z");
    assertOpens(NIGHT, "2026-01-16T05:59:59Z", "2026-01-16T06:00:00Z");
    assertOpens(NIGHT, "2026-01-16T06:00:00Z", "2026-01-16T06:00:00Z");
  }

  @Test
  void mayLieWithinOneDay() {
    QuietHours noon = QuietHours.parse("12:00-13:30", "Asia/Shanghai");
    assertOpens(noon, "2026-01-15T04:00:00Z", "2026-01-15T05:30:00Z");
    assertOpens(noon, "2026-01-15T05:30:00Z", "2026-01-15T05:30:00Z");
    assertOpens(noon, "2026-01-15T23:00:00Z", "2026-01-15T23:00:00Z");
  }

  @Test
  void endByTheClockInNightsThatAreAnHourShorterOrLonger() {
    // Clocks in Berlin go from 02:00 to 03:00 on 29 March, and from 03:00 back to 02:00 on 25
    // October.
    assertOpens(NIGHT, "2026-03-28T22:00:00Z", "2026-03-29T05:00:00Z");
    assertOpens(NIGHT, "2026-10-24T21:00:00Z", "2026-10-25T06:00:00Z");
  }

  @Test
  void endWhenClocksSkipTheirEnd() {
    QuietHours early = QuietHours.parse("23:00-02:30", "Europe/Berlin");
    assertOpens(early, "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z"); // 01:30, then 03:00
    assertOpens(early, "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z");
  }

  @Test
  void areQuietInBothHoursThatClocksShowTwice() {
    QuietHours early = QuietHours.parse("23:00-02:30", "Europe/Berlin");
    assertOpens(early, "2026-10-25T00:10:00Z", "2026-10-25T00:30:00Z"); // the first 02:10
    assertOpens(early, "2026-10-25T01:10:00Z", "2026-10-25T01:30:00Z"); // the second
  }

  @Test
  void refuseWhatIsNoSpanOrNoZone() {
    assertThatThrownBy(() -> QuietHours.parse("22-7", "Europe/Berlin"))
        .hasMessageContaining("'22-7'")
        .hasMessageContaining("22:00-07:30");
    assertThatThrownBy(() -> QuietHours.parse("25:00-07:00", "Europe/Berlin"))
        .hasMessageContaining("25:00-07:00");
    assertThatThrownBy(() -> QuietHours.parse("22:00-07:00", "Berlin"))
        .hasMessageContaining("Europe/Berlin");
    assertThatThrownBy(() -> QuietHours.parse("07:00-07:00", "Europe/Berlin"))
        .hasMessageContaining("never end");
  }

  @Property(tries = 500)
  void nothingIsHeldForMoreThanADayAndAnHour(
      @ForAll @LongRange(min = 1_700_000_000L, max = 1_900_000_000L) long seconds,
      @ForAll @IntRange(max = 1439) int from,
      @ForAll @IntRange(min = 1, max = 1439) int length) {
    LocalTime start = LocalTime.ofSecondOfDay(from * 60L);
    QuietHours hours =
        new QuietHours(start, start.plusMinutes(length), ZoneId.of("America/New_York"));
    Instant now = Instant.ofEpochSecond(seconds);
    Instant open = hours.open(now);
    assertThat(open).isAfterOrEqualTo(now);
    assertThat(Duration.between(now, open)).isLessThanOrEqualTo(Duration.ofHours(25));
  }

  private static void assertOpens(QuietHours hours, String now, String open) {
    assertThat(hours.open(Instant.parse(now))).isEqualTo(Instant.parse(open));
  }
}
