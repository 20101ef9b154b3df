package io.tidewatch.models.monitor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the values of one feature were spread over a sample.
 *
 * <pre>
 *   bin      0        1       2             n          n + 1
 *   holds  missing  &lt; e[0]  [e[0], e[1])  ...  >= e[n-1]
 * </pre>
 *
 * @param name name of the feature
 * @param absent the value that the feature has if nothing was seen that it could be made from; it
 *     counts as missing, as does what is not finite
 * @param edges rising borders of the bins; with few different values there are few
 * @param counts by bin, {@code [edges + 2]}
 */
public record FeatureSample(String name, float absent, List<Float> edges, List<Long> counts) {
  /** Most borders that there may be. */
  public static final int MAX_EDGES = 19;

  private static final int BINS = 10;

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if the borders do not rise or the counts are not two more
   */
  public FeatureSample {
    edges = List.copyOf(edges);
    counts = List.copyOf(counts);
    for (int i = 1; i < edges.size(); i++) {
      if (!(edges.get(i - 1) < edges.get(i))) {
        throw new IllegalArgumentException(name + ": edges must rise, not " + edges);
      }
    }
    if (counts.size() != edges.size() + 2) {
      throw new IllegalArgumentException(
          name + ": " + counts.size() + " counts for " + edges.size() + " edges, must be 2 more");
    }
  }

  /**
   * Puts values into at most {@value #BINS} bins of about equal size, besides the one for what is
   * missing. Equal values are never parted.
   *
   * @param values in any order; copied
   */
  public static FeatureSample of(String name, float absent, float[] values) {
    float[] present = new float[values.length];
    int count = 0;
    for (float value : values) {
      if (!isMissing(value, absent)) {
        present[count++] = value;
      }
    }
    Arrays.sort(present, 0, count);
    List<Float> edges = new ArrayList<>();
    for (int bin = 1; bin < BINS && count > 0; bin++) {
      float edge = present[(int) ((long) count * bin / BINS)];
      if (edge > (edges.isEmpty() ? present[0] : edges.get(edges.size() - 1))) {
        edges.add(edge);
      }
    }
    float[] borders = floats(edges);
    long[] counts = new long[borders.length + 2];
    for (float value : values) {
      counts[bin(value, absent, borders)]++;
    }
    return new FeatureSample(name, absent, edges, Arrays.stream(counts).boxed().toList());
  }

  /** Returns the share of values that are missing, 0 of nothing. */
  public double missingShare() {
    return missingShare(counts());
  }

  /** Returns the share of values that are missing among counts by the same bins. */
  public static double missingShare(List<Long> counts) {
    long all = counts.stream().mapToLong(Long::longValue).sum();
    return all == 0 ? 0 : (double) counts.get(0) / all;
  }

  /** Returns the counts by bin. */
  public long[] countsByBin() {
    return counts.stream().mapToLong(Long::longValue).toArray();
  }

  float[] borders() {
    return floats(edges);
  }

  static int bin(float value, float absent, float[] borders) {
    if (isMissing(value, absent)) {
      return 0;
    }
    int bin = 1;
    for (float border : borders) {
      bin += value >= border ? 1 : 0;
    }
    return bin;
  }

  private static boolean isMissing(float value, float absent) {
    return value == absent || !Float.isFinite(value);
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }
}
