package io.tidewatch.training.sequences;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The loss and its slopes: minus the logarithm of the share that the item that came has in a
 * softmax over itself and items drawn by chance, each of which stands for as many as there are per
 * one drawn (sampled softmax, Jean et al. 2015). Written out because the operations that SameDiff
 * makes of it pass over {@code [rows, drawn]} several times as often. Confined to one thread.
 */
final class SampledSoftmax {
  /** Sums of so many odds are still numbers. */
  private static final float HIGHEST = 1e30f;

  private final ItemTable embedding;
  private final ItemTable bias;
  private final int items;
  private float[] room = new float[0];

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
    INDArray odds = odds(states, cameScores, drawnRows, drawn);
    float[] cameSlopes = new float[next.length];
    double loss = scale(odds, next, drawn, targets, cameSlopes) / targets;
    // Now slopes by the scores of the items drawn.
    INDArray cameColumn = column(cameSlopes);
    embedding.add(drawn, odds.mmul(states));
    bias.add(drawn, odds.sum(1));
    embedding.add(next, states.mulColumnVector(cameColumn));
    bias.add(next, cameColumn);
    INDArray slopes =
        Nd4j.matmul(odds, drawnRows, true, false, false).addi(came.muliColumnVector(cameColumn));
    odds.close();
    return new Found(loss, slopes);
  }

  /**
   * Returns the odds of the items drawn against what came, {@code [drawn, rows]}: so that sums over
   * the items are loops over rows, which the compiler vectorises.
   */
  private INDArray odds(INDArray states, float[] cameScores, INDArray drawnRows, int[] drawn) {
    // [embedding, bias + weight, 1] . [state, 1, -score of what came]
    INDArray left =
        Nd4j.hstack(
            drawnRows,
            bias.rows(drawn).addi(Math.log((double) items / drawn.length)),
            Nd4j.ones(drawn.length, 1));
    INDArray right =
        Nd4j.hstack(states, Nd4j.ones(cameScores.length, 1), column(cameScores).negi());
    INDArray scores =
        Nd4j.createUninitialized(DataType.FLOAT, new long[] {drawn.length, cameScores.length}, 'c');
    Nd4j.matmul(left, right, scores, false, true, false);
    return Transforms.exp(scores, false);
  }

  private static INDArray column(float[] values) {
    return Nd4j.create(values, new long[] {values.length, 1}, 'c');
  }

  /** Turns odds against what came into slopes of the mean loss, and returns the sum of losses. */
  private double scale(INDArray odds, int[] next, int[] drawn, int targets, float[] cameSlopes) {
    int rows = next.length;
    FloatBuffer buffer = odds.data().asNioFloat();
    float[] values = room(drawn.length * rows);
    buffer.get(0, values, 0, drawn.length * rows);
    leaveOut(next, drawn, values);
    float[] sums = new float[rows];
    for (int i = 0; i < drawn.length; i++) {
      int from = i * rows;
      for (int row = 0; row < rows; row++) {
        values[from + row] = Math.min(values[from + row], HIGHEST);
        sums[row] += values[from + row];
      }
    }
    double loss = 0;
    float[] factors = new float[rows];
    for (int row = 0; row < rows; row++) {
      factors[row] = next[row] == 0 ? 0 : 1 / (1 + sums[row]) / targets;
      cameSlopes[row] = -sums[row] * factors[row];
      loss += next[row] == 0 ? 0 : Math.log1p(sums[row]);
    }
    for (int i = 0; i < drawn.length; i++) {
      int from = i * rows;
      for (int row = 0; row < rows; row++) {
        values[from + row] *= factors[row];
      }
    }
    buffer.put(0, values, 0, drawn.length * rows);
    return loss;
  }

  private float[] room(int size) {
    if (room.length < size) {
      room = new float[size];
    }
    return room;
  }

  /** Leaves out drawn items that are the one that came. */
  private static void leaveOut(int[] next, int[] drawn, float[] odds) {
    Map<Integer, List<Integer>> places = new HashMap<>();
    for (int i = 0; i < drawn.length; i++) {
      places.computeIfAbsent(drawn[i], item -> new ArrayList<>()).add(i);
    }
    for (int row = 0; row < next.length; row++) {
      for (int i : places.getOrDefault(next[row], List.of())) {
        odds[i * next.length + row] = 0;
      }
    }
  }
}
