package io.tidewatch.training.evaluation;

import io.tidewatch.schemas.Micros;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Which days are observed, and how many after them are forecast. Days are of UTC.
 *
 * @param lastObserved last observed day
 * @param horizonDays number of days to forecast, from the day after it
 */
record Window(LocalDate lastObserved, int horizonDays) {
  Window {
    if (horizonDays < 1) {
      throw new IllegalArgumentException("horizonDays=" + horizonDays + " must be at least 1");
    }
  }

  /** Returns the last microsecond of the observed days: when the features are taken. */
  long observedUntilMicros() {
    return Micros.of(lastObserved.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()) - 1;
  }

  LocalDate lastForecast() {
    return lastObserved.plusDays(horizonDays);
  }
}
