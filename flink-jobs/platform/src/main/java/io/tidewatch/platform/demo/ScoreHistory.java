package io.tidewatch.platform.demo;

import io.tidewatch.schemas.CustomerScore;
import io.tidewatch.schemas.Micros;
import io.tidewatch.training.LiveEvaluation.ChurnPoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The churn scores that every customer had over time. One thread. */
public final class ScoreHistory {
  private final Map<String, TreeMap<Long, Float>> byCustomer = new HashMap<>();
  private long count;

  /** Takes one score; a second one of the same customer and time replaces the first. */
  void take(CustomerScore score) {
    byCustomer
        .computeIfAbsent(score.getCustomerId(), id -> new TreeMap<>())
        .put(Micros.of(score.getScoredAt()), score.getChurn());
    count++;
  }

  /** Returns how many scores were taken. */
  long count() {
    return count;
  }

  /**
   * Returns what was known of each customer at regular times: the latest score at or before each.
   *
   * @param firstMicros first time
   * @param lastMicros no time is later
   * @param everyMicros distance between two times
   * @return points with the time at which the score was given; a score appears once
   */
  public List<ChurnPoint> latestAt(long firstMicros, long lastMicros, long everyMicros) {
    List<ChurnPoint> points = new ArrayList<>();
    byCustomer.forEach(
        (customer, scores) -> {
          long previous = Long.MIN_VALUE;
          for (long at = firstMicros; at <= lastMicros; at += everyMicros) {
            var latest = scores.floorEntry(at);
            if (latest != null && latest.getKey() > previous) {
              previous = latest.getKey();
              points.add(new ChurnPoint(customer, previous, latest.getValue()));
            }
          }
        });
    return points;
  }
}
