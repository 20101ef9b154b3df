package io.tidewatch.replies;

import java.util.List;

/**
 * Where articles lie among the vectors of texts: each at the mean of its questions' directions, all
 * of them seen from their common mean. One thread.
 */
final class Meanings {
  private final TextVectors vectors;
  private final float[] mean;
  private final float[][] centres;
  private final float[] scratch;

  /** Puts the articles in their places. */
  Meanings(List<Article> articles, TextVectors vectors) {
    this.vectors = vectors;
    int width = vectors.width();
    scratch = new float[width];
    centres = new float[articles.size()][];
    mean = new float[width];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = centre(articles.get(i));
      for (int j = 0; j < width; j++) {
        mean[j] += centres[i][j] / centres.length;
      }
    }
    if (centres.length > 1) {
      for (float[] centre : centres) {
        subtractMean(centre);
        normalise(centre);
      }
    }
  }

  private float[] centre(Article article) {
    var sum = new float[vectors.width()];
    for (String question : Questions.of(article)) {
      vectors.put(question, scratch);
      normalise(scratch);
      for (int j = 0; j < sum.length; j++) {
        sum[j] += scratch[j];
      }
    }
    normalise(sum);
    return sum;
  }

  /**
   * Computes the cosine of a text with each article, 0 where they point apart.
   *
   * @param out {@code [articles]}, overwritten
   */
  void cosines(String text, float[] out) {
    vectors.put(text, scratch);
    normalise(scratch);
    if (centres.length > 1) {
      subtractMean(scratch);
      normalise(scratch);
    }
    for (int i = 0; i < centres.length; i++) {
      float dot = 0;
      float[] centre = centres[i];
      for (int j = 0; j < scratch.length; j++) {
        dot += scratch[j] * centre[j];
      }
      out[i] = Math.max(0, Math.min(1, dot));
    }
  }

  private void subtractMean(float[] vector) {
    for (int j = 0; j < vector.length; j++) {
      vector[j] -= mean[j];
    }
  }

  private static void normalise(float[] vector) {
    double square = 0;
    for (float value : vector) {
      square += (double) value * value;
    }
    if (square > 0) {
      float factor = (float) (1 / Math.sqrt(square));
      for (int j = 0; j < vector.length; j++) {
        vector[j] *= factor;
      }
    }
  }
}
