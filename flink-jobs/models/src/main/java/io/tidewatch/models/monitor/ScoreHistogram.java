package io.tidewatch.models.monitor;

import java.util.Arrays;

/**
 * Probabilities counted in {@value #BINS} bins of equal width, the same for all models, so that
 * samples of different models compare. Counting costs about a nanosecond. Mutable, one thread.
 */
public final class ScoreHistogram {
  /** Number of bins. */
  public static final int BINS = 100;

  // At most 10 groups hold a tenth; before and behind each may lie one that does not.
  private static final int MAX_GROUPS = 21;

  private final long[] counts;

  /** Creates an empty one. */
  public ScoreHistogram() {
    this(new long[BINS]);
  }

  private ScoreHistogram(long[] counts) {
    this.counts = counts;
  }

  /**
   * Returns a histogram of these counts, copied.
   *
   * @param counts by bin, {@code [BINS]}
   */
  public static ScoreHistogram of(long[] counts) {
    if (counts.length != BINS) {
      throw new IllegalArgumentException(counts.length + " bins, must be " + BINS);
    }
    return new ScoreHistogram(counts.clone());
  }

  /** Counts a probability, 0 to 1. */
  public void add(float probability) {
    counts[Math.min(BINS - 1, (int) (probability * BINS))]++;
  }

  /** Adds the counts of another. */
  public void add(ScoreHistogram other) {
    for (int i = 0; i < BINS; i++) {
      counts[i] += other.counts[i];
    }
  }

  /** Forgets everything. */
  public void clear() {
    Arrays.fill(counts, 0);
  }

  /** Returns how many probabilities were counted. */
  public long count() {
    return Arrays.stream(counts).sum();
  }

  /** Returns the counts by bin, a copy. */
  public long[] counts() {
    return counts.clone();
  }

  long[] live() {
    return counts;
  }

  /** Returns the mean, every bin standing for its middle; 0 of nothing. */
  public double mean() {
    double sum = 0;
    for (int i = 0; i < BINS; i++) {
      sum += counts[i] * (i + 0.5) / BINS;
    }
    long count = count();
    return count == 0 ? 0 : sum / count;
  }

  /**
   * Returns the share of probabilities at or above a threshold, which is rounded to the next border
   * of bins; 0 of nothing.
   */
  public double shareAtLeast(double threshold) {
    int from = (int) Math.round(threshold * BINS);
    long above = 0;
    for (int i = Math.max(0, from); i < BINS; i++) {
      above += counts[i];
    }
    long count = count();
    return count == 0 ? 0 : (double) above / count;
  }

  /**
   * Returns the {@link Psi} of another sample against this one, over groups of neighbouring bins. A
   * group ends when it holds a tenth of the cases of this one; a bin that alone holds a tenth is a
   * group of its own, so that what lies beside it is not taken for the same.
   */
  public double psi(ScoreHistogram other) {
    long all = count();
    long[] expected = new long[MAX_GROUPS];
    long[] actual = new long[MAX_GROUPS];
    int group = 0;
    int bins = 0;
    for (int i = 0; i < BINS; i++) {
      if (bins > 0 && isTenth(counts[i], all)) {
        group++;
        bins = 0;
      }
      expected[group] += counts[i];
      actual[group] += other.counts[i];
      bins++;
      if (isTenth(expected[group], all) && i < BINS - 1) {
        group++;
        bins = 0;
      }
    }
    return Psi.of(Arrays.copyOf(expected, group + 1), Arrays.copyOf(actual, group + 1));
  }

  private static boolean isTenth(long count, long all) {
    return 10 * count >= all;
  }
}
