package io.tidewatch.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.training.Progress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class NetworkEnsembleTest {
  private static final EvaluatedNetwork.Settings SETTINGS =
      new EvaluatedNetwork.Settings(8, 0.02, 0.01, 128, 15, 15);
  private static final List<Head> HEADS = List.of(Head.MEAN, Head.PROBABILITY);

  @Test
  void learnsAMeanThatGrowsByFactorsAndItsProbability() {
    NetworkEnsemble ensemble =
        NetworkEnsemble.fit(SETTINGS, HEADS, counts(800), 1, Progress.none());

    double[][] scores = ensemble.scores(rows(new float[][] {{-1}, {1}}));

    // Counts are Poisson with mean e^x: e^-1 and e, and 1 - e^-mean of them above 0.
    assertThat(scores[0][0]).isCloseTo(0.37, within(0.12));
    assertThat(scores[0][1]).isCloseTo(2.72, within(0.5));
    assertThat(scores[1][0]).isCloseTo(0.31, within(0.1));
    assertThat(scores[1][1]).isCloseTo(0.93, within(0.07));
  }

  @Test
  void isTheSameForTheSameSeedAndAnotherForAnother() {
    Examples examples = counts(300);
    Examples row = rows(new float[][] {{0.5f}});
    EvaluatedNetwork.Settings few = new EvaluatedNetwork.Settings(4, 0.01, 0.01, 64, 3, 3);

    double[][] first = NetworkEnsemble.fit(few, HEADS, examples, 1, Progress.none()).scores(row);

    assertThat(NetworkEnsemble.fit(few, HEADS, examples, 1, Progress.none()).scores(row))
        .isDeepEqualTo(first);
    assertThat(NetworkEnsemble.fit(few, HEADS, examples, 2, Progress.none()).scores(row)[0][0])
        .isNotEqualTo(first[0][0]);
  }

  @Test
  void learnsAFactorOnTheOffset() {
    int size = 500;
    Random random = new Random(3);
    float[][] rows = new float[size][1];
    float[][] offsets = new float[1][size];
    float[][] labels = new float[1][size];
    for (int i = 0; i < size; i++) {
      offsets[0][i] = (float) Math.log(1 + 4 * random.nextDouble());
      labels[0][i] = poisson(0.5 * Math.exp(offsets[0][i]), random);
    }
    NetworkEnsemble ensemble =
        NetworkEnsemble.fit(
            SETTINGS, List.of(Head.MEAN), new Examples(rows, offsets, labels), 1, Progress.none());

    float hundred = (float) Math.log(100);
    double[][] scores =
        ensemble.scores(
            new Examples(new float[][] {{0}}, new float[][] {{hundred}}, new float[1][1]));

    assertThat(scores[0][0]).isCloseTo(50, within(5.0));
  }

  private static Examples rows(float[][] rows) {
    return new Examples(rows, new float[2][rows.length], new float[2][rows.length]);
  }

  private static Examples counts(int size) {
    Random random = new Random(7);
    float[][] rows = new float[size][];
    float[][] labels = new float[2][size];
    for (int i = 0; i < size; i++) {
      double x = 3 * random.nextDouble() - 1.5;
      rows[i] = new float[] {(float) x};
      labels[0][i] = poisson(Math.exp(x), random);
      labels[1][i] = labels[0][i] > 0 ? 1 : 0;
    }
    return new Examples(rows, new float[2][size], labels);
  }

  private static int poisson(double mean, Random random) {
    int count = 0;
    for (double p = random.nextDouble(); p > Math.exp(-mean); p *= random.nextDouble()) {
      count++;
    }
    return count;
  }
}
