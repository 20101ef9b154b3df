package io.tidewatch.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.Micros;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietHoursTest {
  private static final QuietHours NIGHT = new QuietHours(21 * 60, 8 * 60);
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    // winter, UTC+1
    "2026-01-15T19:59:59Z, false",
    "2026-01-15T20:00:00Z, true",
    "2026-01-16T06:59:59Z, true",
    "2026-01-16T07:00:00Z, false",
    // summer, UTC+2
    "2026-07-15T18:59:59Z, false",
    "2026-07-15T19:00:00Z, true",
    "2026-07-16T05:59:59Z, true",
    "2026-07-16T06:00:00Z, false",
    // the morning after the clocks went forward
    "2026-03-29T05:59:59Z, true",
    "2026-03-29T06:00:00Z, false"
  })
  void followsTheWallClockThroughDaylightSaving(String at, boolean quiet) {
    assertThat(NIGHT.quietAt(micros(at), BERLIN)).isEqualTo(quiet);
  }

  @Test
  void mayLieWithinOneDay() {
    QuietHours noon = new QuietHours(12 * 60, 14 * 60);
    assertThat(noon.quietAt(micros("2026-01-15T11:00:00Z"), BERLIN)).isTrue();
    assertThat(noon.quietAt(micros("2026-01-15T13:00:00Z"), BERLIN)).isFalse();
  }

  @Test
  void areNoneWhenStartAndEndAreEqual() {
    QuietHours none = new QuietHours(0, 0);
    assertThat(none.quietAt(micros("2026-01-15T23:30:00Z"), BERLIN)).isFalse();
    assertThat(none.nextStart(micros("2026-01-15T23:30:00Z"), BERLIN)).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-15T12:00:00Z, 2026-01-15T20:00:00Z",
    "2026-01-15T20:00:00Z, 2026-01-16T20:00:00Z",
    "2026-03-28T21:00:00Z, 2026-03-29T19:00:00Z"
  })
  void startNextOnTheWallClock(String at, String start) {
    assertThat(NIGHT.nextStart(micros(at), BERLIN)).isEqualTo(micros(start));
  }

  private static long micros(String instant) {
    return Micros.of(Instant.parse(instant));
  }
}
