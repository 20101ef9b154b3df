package io.tidewatch.training.process;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How well forecasts fit cases, over the prefixes of at least two events, as Tax et al. (2017)
 * measure it.
 */
final class ProcessQuality {
  /**
   * Share of the prefixes after which the case goes on whose next activity is the one given the
   * highest probability among the activities.
   */
  static final String ACCURACY = "accuracy";

  /** Mean over the activities of the harmonic mean of precision and recall, same prefixes. */
  static final String MACRO_F1 = "macroF1";

  /**
   * The same accuracy, but the end of the case may be expected too, and is wrong then. This is what
   * the authors' script counts.
   */
  static final String ACCURACY_END_ALLOWED = "accuracyEndAllowed";

  /** Accuracy over all prefixes, the whole case included, where the end is what comes next. */
  static final String ACCURACY_WITH_END = "accuracyWithEnd";

  /** Mean absolute error of the days until the last event, at prefixes that go on. */
  static final String REMAINING_MAE = "remainingTimeMaeDays";

  static final int SHORTEST_PREFIX = 2;

  private final Activities activities;
  private final Map<String, int[]> byActivity = new TreeMap<>(); // right, expected, came
  private int goingOn;
  private int right;
  private int rightEndAllowed;
  private int ends;
  private int rightEnds;
  private double absoluteDays;

  private ProcessQuality(Activities activities) {
    this.activities = activities;
  }

  /** Returns the figures by name. */
  static Map<String, Double> of(
      List<ProcessCase> cases, List<CaseForecast> forecasts, Activities activities) {
    ProcessQuality quality = new ProcessQuality(activities);
    for (int i = 0; i < cases.size(); i++) {
      quality.count(cases.get(i), forecasts.get(i));
    }
    return quality.figures();
  }

  /** Returns how many prefixes are measured on: those after which the case goes on. */
  static int prefixes(List<ProcessCase> cases) {
    return cases.stream().mapToInt(one -> Math.max(0, one.size() - SHORTEST_PREFIX)).sum();
  }

  private void count(ProcessCase one, CaseForecast forecast) {
    for (int event = SHORTEST_PREFIX - 1; event < one.size(); event++) {
      float[] next = forecast.next()[event];
      int withEnd = best(next, activities.size() + 1);
      int truth = activities.next(one, event);
      if (event == one.size() - 1) {
        ends++;
        rightEnds += withEnd == truth ? 1 : 0;
        continue;
      }
      int expected = best(next, activities.size());
      goingOn++;
      right += expected == truth ? 1 : 0;
      rightEndAllowed += withEnd == truth ? 1 : 0;
      absoluteDays += Math.abs(forecast.remainingDays()[event] - one.remainingDays(event));
      int[] came = counts(one.activities().get(event + 1));
      came[2]++;
      came[0] += expected == truth ? 1 : 0;
      counts(activities.name(expected))[1]++;
    }
  }

  private int[] counts(String activity) {
    return byActivity.computeIfAbsent(activity, name -> new int[3]);
  }

  private static int best(float[] values, int among) {
    int best = 0;
    for (int i = 1; i < among; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  private Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(ACCURACY, right / (double) goingOn);
    figures.put(
        MACRO_F1,
        byActivity.values().stream()
            .filter(counts -> counts[2] > 0)
            .mapToDouble(counts -> 2.0 * counts[0] / (counts[1] + counts[2]))
            .average()
            .orElse(0));
    figures.put(ACCURACY_END_ALLOWED, rightEndAllowed / (double) goingOn);
    figures.put(ACCURACY_WITH_END, (rightEndAllowed + rightEnds) / (double) (goingOn + ends));
    figures.put(REMAINING_MAE, absoluteDays / goingOn);
    return figures;
  }
}
