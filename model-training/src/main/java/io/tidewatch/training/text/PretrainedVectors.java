package io.tidewatch.training.text;

import io.tidewatch.models.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * What a {@link SentenceEncoder} knows, as the networks take it: vectors of words, each encoded by
 * itself, in as many dimensions as the network has room for (the first principal components over
 * the vocabulary), and vectors of whole texts.
 */
final class PretrainedVectors {
  private static final int ITERATIONS = 8;

  private PretrainedVectors() {}

  /**
   * Returns vectors of texts less their mean, each of one length.
   *
   * @param vocabulary words of the texts, by which the encoder is chosen
   * @param length length of each
   */
  static float[][] ofTexts(List<String> texts, List<String> vocabulary, double length) {
    try (var encoder = new SentenceEncoder(kind(vocabulary))) {
      double[][] vectors = centred(encoder.encode(texts)).getData();
      return Arrays.stream(vectors).map(vector -> scaled(vector, length)).toArray(float[][]::new);
    }
  }

  private static float[] scaled(double[] vector, double length) {
    double norm = Math.sqrt(Arrays.stream(vector).map(value -> value * value).sum());
    var scaled = new float[vector.length];
    for (int j = 0; j < scaled.length; j++) {
      scaled[j] = (float) (length * vector[j] / norm);
    }
    return scaled;
  }

  /**
   * Returns vectors of words.
   *
   * @param vocabulary words; {@link Task.Recommend#OTHER} gets zeros
   * @param width dimensions, at most those of the encoder
   * @param deviation standard deviation of all values together
   * @return {@code [words, width]}, rows first
   */
  static float[] ofWords(List<String> vocabulary, int width, double deviation) {
    float[][] encoded;
    try (var encoder = new SentenceEncoder(kind(vocabulary))) {
      encoded = encoder.encode(vocabulary);
    }
    RealMatrix centred = centred(encoded);
    RealMatrix projected = centred.multiply(axes(centred.transpose().multiply(centred), width));
    double scale =
        deviation / (projected.getFrobeniusNorm() / Math.sqrt((double) vocabulary.size() * width));
    var vectors = new float[vocabulary.size() * width];
    for (int word = 0; word < vocabulary.size(); word++) {
      boolean other = vocabulary.get(word).equals(Task.Recommend.OTHER);
      for (int j = 0; j < width && !other; j++) {
        vectors[word * width + j] = (float) (scale * projected.getEntry(word, j));
      }
    }
    return vectors;
  }

  /**
   * Returns the axes of the largest variance, side by side, by subspace iteration: as near as the
   * beginning of a training needs them, and whatever the rank. Axes without variance are zeros.
   */
  private static RealMatrix axes(RealMatrix covariance, int count) {
    var random = new Random(1);
    RealMatrix axes = new Array2DRowRealMatrix(covariance.getRowDimension(), count);
    for (int i = 0; i < axes.getRowDimension(); i++) {
      for (int j = 0; j < count; j++) {
        axes.setEntry(i, j, random.nextGaussian());
      }
    }
    for (int i = 0; i < ITERATIONS; i++) {
      axes = orthonormal(covariance.multiply(axes));
    }
    return axes;
  }

  /** Gram and Schmidt, in place of each column after the ones before it. */
  private static RealMatrix orthonormal(RealMatrix columns) {
    RealVector[] done = new RealVector[columns.getColumnDimension()];
    for (int j = 0; j < done.length; j++) {
      RealVector column = columns.getColumnVector(j);
      double before = column.getNorm();
      for (int i = 0; i < j; i++) {
        column.combineToSelf(1, -column.dotProduct(done[i]), done[i]);
      }
      double norm = column.getNorm();
      done[j] = column.mapMultiply(norm > 1e-9 * before ? 1 / norm : 0);
      columns.setColumnVector(j, done[j]);
    }
    return columns;
  }

  private static RealMatrix centred(float[][] vectors) {
    int width = vectors[0].length;
    var mean = new double[width];
    for (float[] vector : vectors) {
      for (int j = 0; j < width; j++) {
        mean[j] += vector[j] / vectors.length;
      }
    }
    var centred = new double[vectors.length][width];
    for (int i = 0; i < centred.length; i++) {
      for (int j = 0; j < width; j++) {
        centred[i][j] = vectors[i][j] - mean[j];
      }
    }
    return new Array2DRowRealMatrix(centred, false);
  }

  private static SentenceEncoder.Kind kind(List<String> vocabulary) {
    long ideographic =
        vocabulary.stream().filter(word -> Character.isIdeographic(word.codePointAt(0))).count();
    return 2 * ideographic > vocabulary.size()
        ? SentenceEncoder.Kind.CHINESE
        : SentenceEncoder.Kind.ENGLISH;
  }
}
