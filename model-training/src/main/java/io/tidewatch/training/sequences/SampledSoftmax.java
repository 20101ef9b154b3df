package io.tidewatch.training.sequences;

import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The loss and its slopes: minus the logarithm of the share that the item that came has in a softmax
 * over itself and items drawn by chance, each of which stands for as many as there are per one drawn
 * (sampled softmax, Jean et al. 2015). Written out because the operations that SameDiff makes of it
 * pass over {@code [rows, drawn]} several times as often. Confined to one thread.
 */
final class SampledSoftmax {
  /** exp stays finite, and a row of such scores is learned from as fast as of infinite ones. */
  private static final double HIGHEST = 60;

  private final ItemTable embedding;
  private final ItemTable bias;
  private final int items;

  SampledSoftmax(ItemTable embedding, ItemTable bias) {
    this.embedding = embedding;
    this.bias = bias;
    this.items = (int) embedding.values().size(0) - 1;
  }

  /**
   * What was found.
   *
   * @param loss mean over the rows with an item that came, in nats
   * @param slopes of the loss by the states, {@code [rows, width]}
   */
  record Found(double loss, INDArray slopes) {}

  /**
   * Finds the loss, and adds its slopes by the items' embeddings and biases to their tables.
   *
   * @param states {@code [rows, width]}
   * @param next the item that came at each row; rows of 0 do not count
   * @param targets how many do
   * @param drawn items drawn uniformly, with repeats
   */
  Found find(INDArray states, int[] next, int targets, int[] drawn) {
    INDArray came = embedding.rows(next);
    float[] cameScores =
        states.mul(came).sum(1).addi(bias.rows(next).reshape(next.length)).data().asFloat();
    INDArray drawnRows = embedding.rows(drawn);
    // [state, 1, -score of what came] . [embedding, bias + weight, 1]: scores less that of what came.
    INDArray scores =
        Nd4j.hstack(states, Nd4j.ones(next.length, 1), column(cameScores).negi())
            .mmul(
                Nd4j.hstack(
                        drawnRows,
                        bias.rows(drawn).addi(Math.log((double) items / drawn.length)),
                        Nd4j.ones(drawn.length, 1))
                    .transpose());
    float[] odds = ItemTable.floats(Transforms.exp(Transforms.min(scores, HIGHEST, false), false));
    leaveOut(next, drawn, odds);
    float[] cameSlopes = new float[next.length];
    double loss = scale(odds, next, targets, cameSlopes) / targets;
    INDArray scoreSlopes = Nd4j.create(odds, new long[] {next.length, drawn.length}, 'c');
    INDArray cameColumn = column(cameSlopes);
    embedding.add(drawn, scoreSlopes.transpose().mmul(states));
    bias.add(drawn, scoreSlopes.sum(0));
    embedding.add(next, states.mulColumnVector(cameColumn));
    bias.add(next, cameColumn);
    return new Found(loss, scoreSlopes.mmul(drawnRows).addi(came.muliColumnVector(cameColumn)));
  }

  private static INDArray column(float[] values) {
    return Nd4j.create(values, new long[] {values.length, 1}, 'c');
  }

  /** Turns odds against what came into slopes of the mean loss, and returns the sum of losses. */
  private static double scale(float[] odds, int[] next, int targets, float[] cameSlopes) {
    int drawn = odds.length / next.length;
    double loss = 0;
    for (int row = 0; row < next.length; row++) {
      int from = row * drawn;
      double sum = 0;
      for (int i = from; i < from + drawn; i++) {
        sum += odds[i];
      }
      double all = 1 + sum;
      float factor = next[row] == 0 ? 0 : (float) (1 / all / targets);
      for (int i = from; i < from + drawn; i++) {
        odds[i] *= factor;
      }
      cameSlopes[row] = (float) (-sum * factor);
      loss += next[row] == 0 ? 0 : Math.log(all);
    }
    return loss;
  }

  /** Leaves out drawn items that are the one that came. */
  private static void leaveOut(int[] next, int[] drawn, float[] odds) {
    Map<Integer, Integer> places = new HashMap<>();
    int[] sameItem = new int[drawn.length];
    for (int i = 0; i < drawn.length; i++) {
      Integer before = places.put(drawn[i], i);
      sameItem[i] = before == null ? -1 : before;
    }
    for (int row = 0; row < next.length; row++) {
      for (int i = places.getOrDefault(next[row], -1); i >= 0; i = sameItem[i]) {
        odds[row * drawn.length + i] = 0;
      }
    }
  }
}
