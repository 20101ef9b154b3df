package io.tidewatch.training;

import io.tidewatch.models.Task;
import io.tidewatch.models.Vocabulary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Chooses the categories that a recommender gets to know. */
final class Categories {
  private Categories() {}

  /**
   * Takes the categories that occur often enough before a time, most frequent first, equals by
   * name.
   *
   * @param minCount occurrences that a category needs
   * @throws IllegalArgumentException if there is none
   */
  static Vocabulary frequent(List<ItemSequence> sequences, long beforeMicros, int minCount) {
    Map<String, Integer> counts = new HashMap<>();
    for (ItemSequence sequence : sequences) {
      for (ItemSequence.Basket basket : sequence.baskets()) {
        if (basket.atMicros() < beforeMicros) {
          basket.categories().forEach(category -> counts.merge(category, 1, Integer::sum));
        }
      }
    }
    counts.remove(Task.Recommend.OTHER);
    List<String> categories = new ArrayList<>(List.of(Task.Recommend.OTHER));
    counts.entrySet().stream()
        .filter(entry -> entry.getValue() >= minCount)
        .sorted(
            Comparator.<Map.Entry<String, Integer>>comparingInt(entry -> -entry.getValue())
                .thenComparing(Map.Entry::getKey))
        .forEach(entry -> categories.add(entry.getKey()));
    if (categories.size() < 2) {
      throw new IllegalArgumentException(
          "no category was bought "
              + minCount
              + " times or more before the split; a recommender needs purchases with lines and"
              + " categories");
    }
    return new Vocabulary(categories);
  }
}
