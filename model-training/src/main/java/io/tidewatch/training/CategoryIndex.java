package io.tidewatch.training;

import io.tidewatch.models.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One customer's baskets as indices of a vocabulary.
 *
 * @param items categories of all lines, oldest first
 * @param ends per basket, one past its last item
 * @param atMicros per basket, when it was known
 * @param wanted per basket, its distinct categories without OTHER; may be empty
 */
record CategoryIndex(int[] items, int[] ends, long[] atMicros, List<Set<Integer>> wanted) {

  static CategoryIndex of(ItemSequence sequence, Vocabulary vocabulary) {
    int[] items =
        sequence.baskets().stream()
            .flatMap(basket -> basket.categories().stream())
            .mapToInt(vocabulary::indexOf)
            .toArray();
    int baskets = sequence.baskets().size();
    int[] ends = new int[baskets];
    long[] atMicros = new long[baskets];
    List<Set<Integer>> wanted = new ArrayList<>(baskets);
    int end = 0;
    for (int b = 0; b < baskets; b++) {
      ItemSequence.Basket basket = sequence.baskets().get(b);
      Set<Integer> distinct = new LinkedHashSet<>();
      for (int i = end; i < end + basket.categories().size(); i++) {
        if (items[i] != 0) {
          distinct.add(items[i]);
        }
      }
      end += basket.categories().size();
      ends[b] = end;
      atMicros[b] = basket.atMicros();
      wanted.add(distinct);
    }
    return new CategoryIndex(items, ends, atMicros, wanted);
  }

  /** Returns how many items were bought in baskets before a time. */
  int itemsBefore(long micros) {
    int items = 0;
    for (int b = 0; b < ends.length && atMicros[b] < micros; b++) {
      items = ends[b];
    }
    return items;
  }
}
