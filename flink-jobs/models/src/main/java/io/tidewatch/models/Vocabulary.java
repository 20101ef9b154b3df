package io.tidewatch.models;

import io.tidewatch.customer.ItemHistory;
import java.util.Arrays;
import java.util.List;

/**
 * The categories that a recommender knows, found by name or by the hash that the customer state
 * keeps. Index 0 is {@link Task.Recommend#OTHER} and stands for all that are not named. Of two
 * names with one hash the first stands for both. Immutable; a look-up allocates nothing.
 */
public final class Vocabulary {
  private static final int EMPTY = -1;

  private final List<String> categories;
  private final int[] hashes;
  private final int[] indices;
  private final int mask;

  /**
   * @param categories names, the first one {@link Task.Recommend#OTHER}
   * @throws IllegalArgumentException if the first name is another one
   */
  public Vocabulary(List<String> categories) {
    if (categories.isEmpty() || !categories.get(0).equals(Task.Recommend.OTHER)) {
      throw new IllegalArgumentException(
          "vocabulary[0] must be " + Task.Recommend.OTHER + ", the category of all not named");
    }
    this.categories = List.copyOf(categories);
    int slots = Integer.highestOneBit(2 * categories.size()) * 2;
    mask = slots - 1;
    hashes = new int[slots];
    indices = new int[slots];
    Arrays.fill(indices, EMPTY);
    for (int i = 1; i < categories.size(); i++) {
      int hash = ItemHistory.hash(categories.get(i));
      int slot = slotOf(hash);
      if (indices[slot] == EMPTY) {
        hashes[slot] = hash;
        indices[slot] = i;
      }
    }
  }

  /** Returns how many categories there are, OTHER included. */
  public int size() {
    return categories.size();
  }

  /** Returns the names. */
  public List<String> categories() {
    return categories;
  }

  /** Returns the index of a category, 0 if it is not named. */
  public int indexOf(String category) {
    return indexOfHash(ItemHistory.hash(category));
  }

  /** Returns the index of {@link ItemHistory#hash} of a category, 0 if it is not named. */
  public int indexOfHash(int hash) {
    int index = indices[slotOf(hash)];
    return index == EMPTY ? 0 : index;
  }

  /**
   * Computes {@link LayerSpec#RECENT} from a customer's last items.
   *
   * @param decay weight of an item against the next newer one, (0, 1]
   * @param out {@code [size]}, overwritten
   */
  public void recent(ItemHistory items, float decay, float[] out) {
    Arrays.fill(out, 0f);
    long oldest = Math.max(0, items.count() - ItemHistory.CAPACITY);
    float weight = 1;
    for (long i = items.count() - 1; i >= oldest; i--) {
      out[indexOfHash(items.categoryHash(i))] += weight;
      weight *= decay;
    }
  }

  /**
   * Computes {@link LayerSpec#RECENT} as it is after the first {@code count} of some items: the
   * same numbers as from a customer state that has seen these items.
   *
   * @param items indices of categories, oldest first
   * @param count how many of them have been bought, 0 to {@code items.length}
   * @param decay weight of an item against the next newer one, (0, 1]
   * @param out {@code [size]}, overwritten
   */
  public static void recent(int[] items, int count, float decay, float[] out) {
    Arrays.fill(out, 0f);
    int oldest = Math.max(0, count - ItemHistory.CAPACITY);
    float weight = 1;
    for (int i = count - 1; i >= oldest; i--) {
      out[items[i]] += weight;
      weight *= decay;
    }
  }

  private int slotOf(int hash) {
    int slot = (hash ^ hash >>> 16) & mask;
    while (indices[slot] != EMPTY && hashes[slot] != hash) {
      slot = slot + 1 & mask;
    }
    return slot;
  }
}
