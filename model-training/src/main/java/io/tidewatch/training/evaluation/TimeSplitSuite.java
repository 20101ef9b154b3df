package io.tidewatch.training.evaluation;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.training.Progress;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A split by time of one history: what is to be forecast are the last days; what is learned from is
 * the same customers' days as many before them.
 *
 * <pre>
 *   learned from:  |---- observed ----|-- horizon --|
 *   measured on:   |---- observed ------------------|-- horizon --|
 * </pre>
 *
 * <p>BG/NBD is fitted to all that is observed when the forecast is made.
 *
 * @param learn window to learn from
 * @param measure window to measure on
 */
record TimeSplitSuite(Window learn, Window measure) {
  private static final double DAYS_PER_WEEK = 7;

  /** Returns the split whose forecast ends on a day. */
  static TimeSplitSuite endingOn(LocalDate last, int horizonDays) {
    return new TimeSplitSuite(
        new Window(last.minusDays(2L * horizonDays), horizonDays),
        new Window(last.minusDays(horizonDays), horizonDays));
  }

  /** Returns the last day with an event. */
  static LocalDate lastDay(List<Event> events) {
    long last = events.stream().mapToLong(Event::occurredAtMicros).max().orElseThrow();
    return Micros.toInstant(last).atZone(ZoneOffset.UTC).toLocalDate();
  }

  EvaluationReport run(
      String name, String where, List<Event> events, int seeds, Progress progress) {
    progress.at(0, "replaying customers");
    List<PurchaseCase> train = SuiteData.usable(where, PurchaseCase.of(events, learn), learn);
    List<PurchaseCase> test = SuiteData.usable(where, PurchaseCase.of(events, measure), measure);
    return new PurchaseEvaluation(train, test, test, measure.horizonDays() / DAYS_PER_WEEK)
        .run(
            name,
            "split by time: learned from "
                + days(learn)
                + " of all customers, who had bought by "
                + learn.lastObserved()
                + "; measured on "
                + days(measure)
                + " of all customers who had bought by "
                + measure.lastObserved(),
            List.of(),
            seeds,
            progress);
  }

  private static String days(Window window) {
    return window.lastObserved().plusDays(1) + " to " + window.lastForecast();
  }
}
