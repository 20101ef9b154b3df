package io.tidewatch.training.text;

import java.util.Arrays;

/**
 * How often each n-gram stands in a text. Nobody writes to the arrays.
 *
 * @param grams the n-grams, ascending, each once
 * @param times how often each stands there
 */
record GramCounts(int[] grams, int[] times) {
  /** Counts indices, which end before the first that is negative. */
  static GramCounts of(float[] indices) {
    int length = 0;
    while (length < indices.length && indices[length] >= 0) {
      length++;
    }
    float[] sorted = Arrays.copyOf(indices, length);
    Arrays.sort(sorted);
    var grams = new int[length];
    var times = new int[length];
    int count = 0;
    for (int i = 0; i < length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        grams[count++] = (int) sorted[i];
      }
      times[count - 1]++;
    }
    return new GramCounts(Arrays.copyOf(grams, count), Arrays.copyOf(times, count));
  }

  int size() {
    return grams.length;
  }
}
