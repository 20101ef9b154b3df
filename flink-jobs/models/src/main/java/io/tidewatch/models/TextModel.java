package io.tidewatch.models;

import io.tidewatch.models.kernel.Kernels;
import io.tidewatch.models.kernel.Rows;
import io.tidewatch.schemas.ModelRef;
import java.util.List;

/**
 * A release that says of what class a text is, ready to be asked. Holds scratch: one instance per
 * thread. Probabilities are a function of the release and the text alone, bit for bit, whichever
 * texts are asked for together.
 */
public final class TextModel {
  private final ModelRef ref;
  private final List<String> labels;
  private final TextInputs inputs;
  private final Network network;
  private final float[] words;
  private final float[] pieces;
  private final Rows wordsBlock;
  private final Rows piecesBlock;
  private final Rows output;

  private TextModel(Release release, Task.Text task) {
    ref = release.ref();
    labels = task.labels();
    inputs = new TextInputs(task);
    network = new Network(release.manifest().layers(), Ports.of(task).sources(), release.tensors());
    words = new float[task.tokens()];
    pieces = new float[task.grams()];
    wordsBlock = network.block(LayerSpec.TOKENS);
    piecesBlock = network.block(LayerSpec.GRAMS);
    output = network.block(Task.Text.LABELS);
  }

  /**
   * Builds the kernels of a release.
   *
   * @throws IllegalArgumentException if the release is not one for texts
   */
  public static TextModel compile(Release release) {
    if (release.manifest().task() instanceof Task.Text task) {
      return new TextModel(release, task);
    }
    throw new IllegalArgumentException(
        "release " + release + " does not read texts; use ChurnModel or Recommender");
  }

  /** Returns name, version and digest of the release. */
  public ModelRef ref() {
    return ref;
  }

  /** Returns the labels, in the order of the probabilities. */
  public List<String> labels() {
    return labels;
  }

  /**
   * Computes the probability of each label. A text without a word gives what the network makes of
   * nothing; whoever must not guess asks before.
   *
   * @param out {@code [labels]}, overwritten
   */
  public void probabilities(String text, float[] out) {
    put(text, 0);
    network.evaluate(1);
    output.take(0, out, 0);
  }

  /**
   * Computes the probabilities of some texts: the same bits as one by one, but cheaper.
   *
   * @param out {@code [texts, labels]}, overwritten
   */
  public void probabilities(List<String> texts, float[] out) {
    for (int from = 0; from < texts.size(); from += Kernels.BLOCK) {
      int count = Math.min(Kernels.BLOCK, texts.size() - from);
      for (int row = 0; row < count; row++) {
        put(texts.get(from + row), row);
      }
      network.evaluate(count);
      for (int row = 0; row < count; row++) {
        output.take(row, out, (from + row) * labels.size());
      }
    }
  }

  private void put(String text, int row) {
    inputs.read(text, words, pieces);
    wordsBlock.put(row, words, 0);
    piecesBlock.put(row, pieces, 0);
  }
}
