package io.tidewatch.models.monitor;

import java.util.Arrays;
import java.util.List;

/**
 * Feature values counted by the bins of a reference. Mutable, one thread. A vector of 42 features
 * costs about 0.3 us, so that only a share of them is counted.
 */
public final class FeatureCounts {
  private final Sample reference;
  private final float[][] borders;
  private final float[] absent;
  private final int[] offsets;
  private final long[] counts;

  /** Creates empty counts by the bins of a sample. */
  public FeatureCounts(Sample reference) {
    this.reference = reference;
    List<FeatureSample> features = reference.features();
    borders = new float[features.size()][];
    absent = new float[features.size()];
    offsets = new int[features.size() + 1];
    for (int i = 0; i < features.size(); i++) {
      borders[i] = features.get(i).borders();
      absent[i] = features.get(i).absent();
      offsets[i + 1] = offsets[i] + borders[i].length + 2;
    }
    counts = new long[offsets[features.size()]];
  }

  /**
   * Counts a vector.
   *
   * @param vector at least as many values as the reference has features
   */
  public void add(float[] vector) {
    for (int i = 0; i < borders.length; i++) {
      counts[offsets[i] + FeatureSample.bin(vector[i], absent[i], borders[i])]++;
    }
  }

  void add(FeatureCounts other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
  }

  void clear() {
    Arrays.fill(counts, 0);
  }

  long[] live() {
    return counts;
  }

  /** Returns how many vectors were counted. */
  public long count() {
    return borders.length == 0 ? 0 : Arrays.stream(counts, 0, offsets[1]).sum();
  }

  /** Returns how far each feature has moved from the reference, in the order of the vector. */
  public List<FeatureDrift> drift() {
    FeatureDrift[] drift = new FeatureDrift[borders.length];
    for (int i = 0; i < drift.length; i++) {
      FeatureSample expected = reference.features().get(i);
      long[] found = Arrays.copyOfRange(counts, offsets[i], offsets[i + 1]);
      drift[i] =
          new FeatureDrift(
              expected.name(),
              Psi.of(expected.countsByBin(), found),
              expected.missingShare(),
              FeatureSample.missingShare(Arrays.stream(found).boxed().toList()),
              Arrays.stream(found).boxed().toList());
    }
    return List.of(drift);
  }
}
