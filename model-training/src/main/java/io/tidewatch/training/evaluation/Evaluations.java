package io.tidewatch.training.evaluation;

import io.tidewatch.connectors.history.DataSet;
import io.tidewatch.connectors.history.DataSets;
import io.tidewatch.connectors.history.PurchaseLogs;
import io.tidewatch.schemas.Event;
import io.tidewatch.training.Progress;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The suites: one data set each, the network beside simpler and published models. All files are
 * plain or gzip-compressed ({@code .gz}), in the form in which they are published. Every suite
 * throws {@link IllegalArgumentException} or {@code UnreadableHistoryException} for data that
 * cannot be used, naming the file. Not thread-safe: ND4J is set to one thread for the process.
 */
public final class Evaluations {
  private static final int ONLINE_RETAIL_DAYS = 13 * 7;
  private static final int COMPLETE_JOURNEY_DAYS = 28;
  private static final LocalDate COMPLETE_JOURNEY_LAST = LocalDate.of(2017, 9, 30).plusDays(28);

  private Evaluations() {}

  /**
   * Forecasts weeks 40 to 78 of CDNOW's customers.
   *
   * @param train log to learn from, CDNOW_master or CDNOW_sample in form; customers who are also in
   *     {@code test} are left out
   * @param test log to measure on
   * @param seeds number of networks to train, at least 1
   */
  public static EvaluationReport cdnow(Path train, Path test, int seeds, Progress progress) {
    return CdnowSuite.run(train, test, seeds, progress);
  }

  /**
   * Forecasts the last 13 weeks of UCI Online Retail, learning from the 13 weeks before.
   *
   * @param file the published table
   */
  public static EvaluationReport onlineRetail(Path file, int seeds, Progress progress) {
    progress.at(0, "reading the invoices");
    List<Event> events = PurchaseLogs.onlineRetail(file);
    return TimeSplitSuite.endingOn(TimeSplitSuite.lastDay(events), ONLINE_RETAIL_DAYS)
        .run("onlineretail", file.toString(), events, seeds, progress);
  }

  /**
   * Forecasts 28 days of the bundled Complete Journey, learning from the 28 days before. What is
   * simulated there, clicks and tickets, is left out.
   */
  public static EvaluationReport completeJourney(int seeds, Progress progress) {
    progress.at(0, "reading the bundled history");
    DataSet dataSet = DataSets.named("completejourney", Optional.empty());
    try (Stream<Event> events = dataSet.events()) {
      List<Event> observed =
          events.filter(event -> dataSet.observedTopics().contains(event.topic())).toList();
      return TimeSplitSuite.endingOn(COMPLETE_JOURNEY_LAST, COMPLETE_JOURNEY_DAYS)
          .run("completejourney", "the bundled history", observed, seeds, progress);
    }
  }

  /**
   * Forecasts which customers of IBM's Telco churn table left. Without {@code test}, by five-fold
   * cross-validation.
   */
  public static EvaluationReport telco(
      Path train, Optional<Path> test, int seeds, Progress progress) {
    return TelcoSuite.run(train, test, seeds, progress);
  }
}
