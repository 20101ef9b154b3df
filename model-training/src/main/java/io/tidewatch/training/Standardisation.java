package io.tidewatch.training;

import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Means and standard deviations, column by column: {@code (x - mean) * scale}, cut to {@code
 * [-CLIP, CLIP]}, so that no outlier leads a network where it was never trained. A column that
 * never changes keeps scale 0: it stays without influence whatever it may become. Immutable.
 */
public final class Standardisation {
  static final float CLIP = 5f;

  private final float[] mean;
  private final float[] scale;
  private final float clip;

  private Standardisation(float[] mean, float[] scale, float clip) {
    this.mean = mean;
    this.scale = scale;
    this.clip = clip;
  }

  static Standardisation of(float[] mean, float[] scale) {
    return new Standardisation(mean.clone(), scale.clone(), CLIP);
  }

  /**
   * Fits the columns of rows.
   *
   * @param rows number of rows, at least 1
   * @param width number of columns
   * @param row gives a row; values beyond {@code width} are not read
   */
  public static Standardisation fit(int rows, int width, IntFunction<float[]> row) {
    double[] sum = new double[width];
    for (int i = 0; i < rows; i++) {
      float[] values = row.apply(i);
      for (int j = 0; j < width; j++) {
        sum[j] += values[j];
      }
    }
    double[] squares = new double[width];
    for (int i = 0; i < rows; i++) {
      float[] values = row.apply(i);
      for (int j = 0; j < width; j++) {
        double off = values[j] - sum[j] / rows;
        squares[j] += off * off;
      }
    }
    float[] mean = new float[width];
    float[] scale = new float[width];
    for (int j = 0; j < width; j++) {
      mean[j] = (float) (sum[j] / rows);
      double deviation = Math.sqrt(squares[j] / rows);
      scale[j] = deviation < 1e-6 ? 0f : (float) (1 / deviation);
    }
    return new Standardisation(mean, scale, CLIP);
  }

  /** Returns the same means and deviations with another cut than {@link #CLIP}. */
  public Standardisation cutAt(float deviations) {
    return new Standardisation(mean, scale, deviations);
  }

  public int width() {
    return mean.length;
  }

  float[] mean() {
    return mean.clone();
  }

  float[] scale() {
    return scale.clone();
  }

  /** Writes one standardised row. */
  public void apply(float[] in, int from, float[] out, int to) {
    for (int j = 0; j < mean.length; j++) {
      out[to + j] = Math.max(-clip, Math.min(clip, (in[from + j] - mean[j]) * scale[j]));
    }
  }

  /** Returns a standardised copy. */
  public float[] apply(float[] in) {
    float[] out = Arrays.copyOf(in, mean.length);
    apply(in, 0, out, 0);
    return out;
  }
}
