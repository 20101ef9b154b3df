package io.tidewatch.training.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Against the definition, item by item, and its differences. */
final class SampledSoftmaxTest {
  private static final int[] NEXT = {3, 0, 7, 3};
  private static final int TARGETS = 3;
  private static final int[] DRAWN = {1, 3, 5, 5, 7, 9};
  private static final int ITEMS = 10;
  private static final double STEP = 1e-2;

  private final FreshWeights fresh = new FreshWeights(3);
  private final ItemTable embedding = new ItemTable(fresh.normal(0.7, ITEMS + 1, 4));
  private final ItemTable bias = new ItemTable(fresh.normal(0.7, ITEMS + 1, 1));
  private final INDArray states = fresh.normal(0.7, NEXT.length, 4);

  @Test
  void lossAndSlopesAreThoseOfTheDefinition() {
    SampledSoftmax.Found found =
        new SampledSoftmax(embedding, bias).find(states, NEXT, TARGETS, DRAWN);

    assertThat(found.loss()).isCloseTo(definition(), within(1e-5));
    assertSlopes(states, found.slopes(), 0);
    assertSlopes(embedding.values(), embedding.takeGradient(), 1);
    assertSlopes(bias.values(), bias.takeGradient(), 1);
  }

  @Test
  void gradientsAreTakenOnce() {
    new SampledSoftmax(embedding, bias).find(states, NEXT, TARGETS, DRAWN);
    embedding.takeGradient();

    assertThat(embedding.takeGradient().norm1Number().doubleValue()).isZero();
  }

  private void assertSlopes(INDArray values, INDArray slopes, int firstRow) {
    for (int row = firstRow; row < values.size(0); row++) {
      for (int column = 0; column < values.size(1); column++) {
        float value = values.getFloat(row, column);
        values.putScalar(row, column, value + STEP);
        double above = definition();
        values.putScalar(row, column, value - STEP);
        double below = definition();
        values.putScalar(row, column, value);
        assertThat(slopes.getDouble(row, column))
            .as("%d, %d", row, column)
            .isCloseTo((above - below) / (2 * STEP), within(2e-4));
      }
    }
  }

  private double definition() {
    double loss = 0;
    for (int row = 0; row < NEXT.length; row++) {
      if (NEXT[row] == 0) {
        continue;
      }
      double came = Math.exp(score(row, NEXT[row]));
      double all = came;
      for (int item : DRAWN) {
        all += item == NEXT[row] ? 0 : Math.exp(score(row, item)) * ITEMS / DRAWN.length;
      }
      loss -= Math.log(came / all);
    }
    return loss / TARGETS;
  }

  private double score(int row, int item) {
    double score = bias.values().getDouble(item, 0);
    for (int i = 0; i < 4; i++) {
      score += states.getDouble(row, i) * embedding.values().getDouble(item, i);
    }
    return score;
  }
}
