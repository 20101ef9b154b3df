package io.tidewatch.training.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What most often came next, and how long it took, after the same last activities: the longest run
 * of them, up to a limit, that was seen often enough. Counts nothing but the training cases.
 */
final class FrequencyModel implements ProcessModel {
  /** Times that a run must have been seen. */
  private static final int FEWEST = 5;

  private final Activities activities;
  private final int longest;
  private final Map<List<String>, Seen> byRun = new HashMap<>();

  /** What came after a run. */
  private static final class Seen {
    private final float[] next;
    private final List<Double> remainingDays = new ArrayList<>();
    private float[] shares;
    private double typicalDays;

    Seen(int outcomes) {
      next = new float[outcomes];
    }

    void settle(boolean median) {
      double[] days = remainingDays.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      typicalDays = median ? days[days.length / 2] : Arrays.stream(days).average().orElseThrow();
      shares = new float[next.length];
      for (int i = 0; i < next.length; i++) {
        shares[i] = next[i] / days.length;
      }
    }
  }

  private FrequencyModel(Activities activities, int longest) {
    this.activities = activities;
    this.longest = longest;
  }

  /**
   * Counts.
   *
   * @param longest activities of a run at most; 0 looks at none
   * @param median expect the median of the remaining times, which has the least absolute error;
   *     else the mean
   */
  static FrequencyModel of(
      List<ProcessCase> cases, Activities activities, int longest, boolean median) {
    FrequencyModel model = new FrequencyModel(activities, longest);
    cases.forEach(model::count);
    model.byRun.values().forEach(seen -> seen.settle(median));
    return model;
  }

  private void count(ProcessCase one) {
    for (int event = 0; event < one.size(); event++) {
      for (int length = 0; length <= Math.min(longest, event + 1); length++) {
        Seen seen =
            byRun.computeIfAbsent(run(one, event, length), run -> new Seen(activities.size() + 1));
        seen.next[activities.next(one, event)]++;
        seen.remainingDays.add(one.remainingDays(event));
      }
    }
  }

  private static List<String> run(ProcessCase one, int event, int length) {
    return List.copyOf(one.activities().subList(event + 1 - length, event + 1));
  }

  @Override
  public List<CaseForecast> forecasts(List<ProcessCase> cases) {
    return cases.stream().map(this::forecast).toList();
  }

  private CaseForecast forecast(ProcessCase one) {
    float[][] next = new float[one.size()][];
    double[] days = new double[one.size()];
    for (int event = 0; event < one.size(); event++) {
      Seen seen = seen(one, event);
      next[event] = seen.shares;
      days[event] = seen.typicalDays;
    }
    return new CaseForecast(next, days);
  }

  private Seen seen(ProcessCase one, int event) {
    for (int length = Math.min(longest, event + 1); length > 0; length--) {
      Seen seen = byRun.get(run(one, event, length));
      if (seen != null && seen.remainingDays.size() >= FEWEST) {
        return seen;
      }
    }
    return byRun.get(List.<String>of());
  }
}
