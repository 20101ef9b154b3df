package io.tidewatch.training.text;

import io.tidewatch.models.Task;
import io.tidewatch.models.TextInputs;
import io.tidewatch.replies.TextVectors;
import java.util.Arrays;
import java.util.List;

/**
 * Vectors from the linear model over n-grams: its margin for each label. What a text network gives
 * in far less time, and on short questions hardly worse. One thread: holds scratch.
 */
final class LinearVectors implements TextVectors {
  private static final int MOST_TOKENS = 1_024;
  private static final int MOST_GRAMS = 4_096;
  private static final int MOST_ROWS = 1 << 16;

  /** The most labels for which {@link #MOST_VALUES} leave enough n-grams apart. */
  static final int MOST_LABELS = 1_024;

  private static final int MOST_VALUES = 1 << 24;

  private final int labels;
  private final float[] table;
  private final TextInputs inputs;
  private final float[] words = new float[MOST_TOKENS];
  private final float[] grams = new float[MOST_GRAMS];

  LinearVectors(LabelledTexts texts) {
    labels = texts.labels().size();
    int rows = Math.min(MOST_ROWS, Integer.highestOneBit(MOST_VALUES / labels));
    table = LinearTextModel.fit(texts, rows).table(1);
    inputs = new TextInputs(List.of(Task.Recommend.OTHER), MOST_TOKENS, MOST_GRAMS, rows, true);
  }

  @Override
  public int width() {
    return labels;
  }

  @Override
  public void put(String text, float[] out) {
    inputs.read(text, words, grams);
    Arrays.fill(out, 0, labels, 0);
    int count = 0;
    while (count < grams.length && grams[count] >= 0) {
      int row = (int) grams[count++] * labels;
      for (int label = 0; label < labels; label++) {
        out[label] += table[row + label];
      }
    }
    for (int label = 0; label < labels && count > 0; label++) {
      out[label] /= count;
    }
  }
}
