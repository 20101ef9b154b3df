package io.tidewatch.models.monitor;

import java.util.Arrays;

/**
 * What scorings cost, in nanoseconds, in bins of which each is a quarter of an octave wide (19 %).
 * Batches count as many times as they have customers. The median says what a model needs; a mean
 * would say what else the machine was doing. Mutable, one thread.
 */
final class CostHistogram {
  /** Four to each octave of a long. */
  static final int BINS = 4 * 63;

  private final long[] counts;

  CostHistogram() {
    this(new long[BINS]);
  }

  CostHistogram(long[] counts) {
    this.counts = counts;
  }

  /**
   * Counts a batch.
   *
   * @param nanos time of the whole batch
   * @param scorings customers in it, at least 1
   */
  void add(long nanos, int scorings) {
    counts[bin(Math.max(1, nanos / scorings))] += scorings;
  }

  void add(CostHistogram other) {
    for (int i = 0; i < BINS; i++) {
      counts[i] += other.counts[i];
    }
  }

  void clear() {
    Arrays.fill(counts, 0);
  }

  long[] live() {
    return counts;
  }

  /** Returns the lower border of the bin with the median, in nanoseconds; 0 of nothing. */
  long medianNanos() {
    long all = Arrays.stream(counts).sum();
    long seen = 0;
    for (int i = 0; i < BINS; i++) {
      seen += counts[i];
      if (all > 0 && 2 * seen >= all) {
        int octave = i / 4;
        return (1L << octave) + (i % 4) * ((1L << octave) / 4);
      }
    }
    return 0;
  }

  private static int bin(long nanos) {
    int octave = 63 - Long.numberOfLeadingZeros(nanos);
    int quarter = octave < 2 ? 0 : (int) (nanos >>> (octave - 2)) & 3;
    return 4 * octave + quarter;
  }
}
