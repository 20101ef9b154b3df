package io.tidewatch.training.process;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The activities that were learned from, numbered, and the end of a case after them. Immutable. */
final class Activities {
  private final List<String> names;
  private final Map<String, Integer> numbers = new HashMap<>();

  private Activities(List<String> sorted) {
    names = sorted;
    sorted.forEach(activity -> numbers.put(activity, numbers.size()));
  }

  static Activities of(List<ProcessCase> cases) {
    return new Activities(
        cases.stream().flatMap(one -> one.activities().stream()).distinct().sorted().toList());
  }

  int size() {
    return numbers.size();
  }

  /** Returns the number that stands for the end of a case. */
  int end() {
    return numbers.size();
  }

  /** Returns the activity of a number. */
  String name(int number) {
    return names.get(number);
  }

  /** Returns the number of an activity, -1 if it was not learned from. */
  int number(String activity) {
    return numbers.getOrDefault(activity, -1);
  }

  /** Returns the number of what comes after an event: -1 if it was not learned from. */
  int next(ProcessCase one, int event) {
    return event + 1 < one.size() ? number(one.activities().get(event + 1)) : end();
  }
}
