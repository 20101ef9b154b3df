package io.tidewatch.platform.cluster;

import io.tidewatch.schemas.CustomerScore;
import io.tidewatch.schemas.Micros;
import java.util.HashMap;
import java.util.Map;

/**
 * Scores of two jobs beside each other, customer by customer: each score that the running job
 * published, and what the rehearsed one said of the same customer at the same moment of stream
 * time. One thread.
 */
final class ScoreComparison {
  private final Map<Moment, Scores> running = new HashMap<>();
  private final Map<Moment, Scores> rehearsed = new HashMap<>();

  private record Moment(String customer, long atMicros) {
    static Moment of(CustomerScore score) {
      return new Moment(score.getCustomerId(), Micros.of(score.getScoredAt()));
    }
  }

  private record Scores(float churn, float purchase7) {
    static Scores of(CustomerScore score) {
      return new Scores(score.getChurn(), score.getPurchase7());
    }

    double changeTo(Scores other) {
      return Math.max(
          Math.abs((double) churn - other.churn), Math.abs((double) purchase7 - other.purchase7));
    }
  }

  /**
   * What came of it.
   *
   * @param scores scores that the running job published
   * @param missing of them such without a score of the rehearsed one
   * @param equal of them such with exactly the same
   * @param customers customers of whom both said something
   * @param moved customers with a score that moved by more than what is allowed
   * @param meanChange mean over customers of the largest change of a score
   * @param largestChange the largest change of all
   */
  record Result(
      int scores,
      int missing,
      int equal,
      int customers,
      int moved,
      double meanChange,
      double largestChange) {}

  /** Takes a score of the running job. */
  void running(CustomerScore score) {
    running.put(Moment.of(score), Scores.of(score));
  }

  /** Takes a score of the rehearsed job. */
  void rehearsed(CustomerScore score) {
    rehearsed.put(Moment.of(score), Scores.of(score));
  }

  /** Returns whether the rehearsed job has said something at each moment at which the other did. */
  boolean complete() {
    return rehearsed.keySet().containsAll(running.keySet());
  }

  /**
   * Compares.
   *
   * @param allowed how far a score, 0 to 1, may move
   */
  Result result(double allowed) {
    Map<String, Double> changes = new HashMap<>();
    int missing = 0;
    int equal = 0;
    for (Map.Entry<Moment, Scores> one : running.entrySet()) {
      Scores other = rehearsed.get(one.getKey());
      if (other == null) {
        missing++;
        continue;
      }
      equal += one.getValue().equals(other) ? 1 : 0;
      changes.merge(one.getKey().customer(), one.getValue().changeTo(other), Math::max);
    }
    return new Result(
        running.size(),
        missing,
        equal,
        changes.size(),
        // Not "more than": what is no number has moved as well.
        (int) changes.values().stream().filter(change -> !(change <= allowed)).count(),
        changes.values().stream().mapToDouble(Double::doubleValue).average().orElse(0),
        changes.values().stream().mapToDouble(Double::doubleValue).max().orElse(0));
  }
}
