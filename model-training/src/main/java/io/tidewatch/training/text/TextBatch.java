package io.tidewatch.training.text;

import io.tidewatch.models.TextInputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Texts as indices, and batches of them as DL4J takes them.
 *
 * @param words indices of each text's words, without end marks
 * @param grams indices of each text's n-grams, without end marks
 * @param labels index of each text's label
 * @param labelCount how many labels there are
 * @param taught what a teacher says of each text, vectors of one width; none without a teacher
 */
record TextBatch(float[][] words, float[][] grams, int[] labels, int labelCount, float[][] taught) {
  /** Share of the words, and of the n-grams, that are hidden from each step of the training. */
  private static final double HIDDEN = 0.1;

  /** Share of the truth that is spread over all labels, so that nothing is learned to be sure. */
  static final float SMOOTHING = 0.1f;

  /** Batches within which texts are put in the order of their length. */
  private static final int SORTED_TOGETHER = 20;

  static TextBatch of(LabelledTexts texts, List<String> labels, TextInputs inputs) {
    int count = texts.rows().size();
    var words = new float[count][];
    var grams = new float[count][];
    var truth = new int[count];
    for (int i = 0; i < count; i++) {
      var w = new float[inputs.tokens()];
      var g = new float[inputs.grams()];
      inputs.read(texts.rows().get(i).text(), w, g);
      words[i] = cut(w);
      grams[i] = cut(g);
      truth[i] = labels.indexOf(texts.rows().get(i).label());
    }
    return new TextBatch(words, grams, truth, labels.size(), new float[0][]);
  }

  /** Returns some of the texts. */
  TextBatch only(int[] rows) {
    return new TextBatch(
        Arrays.stream(rows).mapToObj(row -> words[row]).toArray(float[][]::new),
        Arrays.stream(rows).mapToObj(row -> grams[row]).toArray(float[][]::new),
        Arrays.stream(rows).map(row -> labels[row]).toArray(),
        labelCount,
        taught.length == 0
            ? taught
            : Arrays.stream(rows).mapToObj(row -> taught[row]).toArray(float[][]::new));
  }

  TextBatch withTaught(float[][] vectors) {
    return new TextBatch(words, grams, labels, labelCount, vectors);
  }

  int taughtWidth() {
    return taught.length == 0 ? 0 : taught[0].length;
  }

  private static float[] cut(float[] indices) {
    int length = 0;
    while (length < indices.length && indices[length] >= 0) {
      length++;
    }
    // DL4J cannot take an empty sequence: the word that stands for all others stands for it.
    return length == 0 ? new float[1] : Arrays.copyOf(indices, length);
  }

  int size() {
    return labels.length;
  }

  /** Returns the indices of batches of similar length, in an order by chance. */
  List<int[]> order(int batch, Random random) {
    List<Integer> shuffled = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      shuffled.add(i);
    }
    Collections.shuffle(shuffled, random);
    List<int[]> batches = new ArrayList<>();
    for (int from = 0; from < size(); from += batch * SORTED_TOGETHER) {
      List<Integer> some =
          shuffled.subList(from, Math.min(size(), from + batch * SORTED_TOGETHER)).stream()
              .sorted(Comparator.comparingInt(i -> words[i].length))
              .toList();
      for (int at = 0; at < some.size(); at += batch) {
        batches.add(
            some.subList(at, Math.min(some.size(), at + batch)).stream()
                .mapToInt(Integer::intValue)
                .toArray());
      }
    }
    Collections.shuffle(batches, random);
    return batches;
  }

  /** Returns a batch to learn from, some of it hidden. */
  MultiDataSet training(int[] rows, Random random) {
    return batch(rows, random);
  }

  /** Returns a batch as it is. */
  MultiDataSet plain(int[] rows) {
    return batch(rows, null);
  }

  private MultiDataSet batch(int[] rows, Random random) {
    int wordSteps = longest(words, rows);
    int gramSteps = longest(grams, rows);
    var w = new float[rows.length * wordSteps];
    var wordMask = new float[w.length];
    var g = new float[rows.length * gramSteps];
    var gramMask = new float[g.length];
    var truth = new float[rows.length * labelCount];
    Arrays.fill(truth, SMOOTHING / labelCount);
    for (int i = 0; i < rows.length; i++) {
      float[] text = words[rows[i]];
      for (int t = 0; t < text.length; t++) {
        boolean hidden = random != null && random.nextDouble() < HIDDEN;
        w[i * wordSteps + t] = hidden ? 0 : text[t];
        wordMask[i * wordSteps + t] = 1;
      }
      float[] pieces = grams[rows[i]];
      for (int t = 0; t < pieces.length; t++) {
        boolean hidden = random != null && t > 0 && random.nextDouble() < HIDDEN;
        g[i * gramSteps + t] = pieces[t];
        gramMask[i * gramSteps + t] = hidden ? 0 : 1;
      }
      truth[i * labelCount + labels[rows[i]]] += 1 - SMOOTHING;
    }
    return new MultiDataSet(
        new INDArray[] {sequence(w, rows.length), sequence(g, rows.length)},
        targets(rows, Nd4j.create(truth, new long[] {rows.length, labelCount}, 'c')),
        new INDArray[] {mask(wordMask, rows.length), mask(gramMask, rows.length)},
        null);
  }

  private INDArray[] targets(int[] rows, INDArray truth) {
    if (taught.length == 0) {
      return new INDArray[] {truth};
    }
    float[][] some = Arrays.stream(rows).mapToObj(row -> taught[row]).toArray(float[][]::new);
    return new INDArray[] {truth, Nd4j.create(some)};
  }

  private static int longest(float[][] texts, int[] rows) {
    return Arrays.stream(rows).map(row -> texts[row].length).max().orElseThrow();
  }

  private static INDArray sequence(float[] values, int rows) {
    return Nd4j.create(values, new long[] {rows, 1, values.length / rows}, 'c');
  }

  private static INDArray mask(float[] values, int rows) {
    return Nd4j.create(values, new long[] {rows, values.length / rows}, 'c');
  }
}
