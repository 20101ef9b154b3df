package io.tidewatch.training.text;

import java.util.List;

/**
 * Shape and training of a text network.
 *
 * @param vocabulary most words that have a vector of their own
 * @param width values of a word's vector
 * @param kernels words in a row that a filter of each convolution sees
 * @param filters filters of each convolution
 * @param rows n-grams that are told apart
 * @param gramWidth values of an n-gram's vector; 0 leaves n-grams to the linear model
 * @param tokens most words of a text that are read
 * @param grams most n-grams of a text that are read
 * @param epochs passes over the texts
 * @param learningRate first step of Adam; falls to zero along a line
 * @param batch texts per step
 */
public record TextSettings(
    int vocabulary,
    int width,
    List<Integer> kernels,
    int filters,
    int rows,
    int gramWidth,
    int tokens,
    int grams,
    int epochs,
    double learningRate,
    int batch) {
  /** With more texts than this one network and two passes are enough unless more are asked for. */
  static final int FEW_TEXTS = 20_000;

  /** The word that stands for all others, and one more. */
  private static final int FEWEST_WORDS = 2;

  /** Copies the list. */
  public TextSettings {
    kernels = List.copyOf(kernels);
  }

  /** The same for a linear model alone: it reads as much of a text as it is fitted to. */
  TextSettings linearAlone() {
    return new TextSettings(
        FEWEST_WORDS,
        width,
        kernels,
        filters,
        rows,
        gramWidth,
        LinearTextModel.MOST_TOKENS,
        LinearTextModel.MOST_GRAMS,
        epochs,
        learningRate,
        batch);
  }

  /** For short questions of many kinds, such as intents. */
  public static TextSettings manyClasses() {
    return new TextSettings(8_000, 128, List.of(2, 3), 96, 32_768, 32, 48, 512, 8, 0.002, 64);
  }

  /**
   * For reviews, long or short, of two kinds or of a few more.
   *
   * @param texts how many there are to learn from
   */
  public static TextSettings fewClasses(int labels, int texts) {
    int rows = labels == 2 ? 1_000_000 : 500_000;
    int epochs = texts > FEW_TEXTS ? 2 : 4;
    return new TextSettings(8_000, 64, List.of(2, 3), 64, rows, 0, 512, 2_048, epochs, 0.002, 64);
  }
}
