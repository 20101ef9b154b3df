package io.tidewatch.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.models.Vocabulary;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BaselinesTest {
  @Test
  void logisticRegressionFindsThePlantedWeights() {
    Random random = new Random(1);
    float[][] rows = new float[20_000][2];
    boolean[] labels = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i][0] = (float) random.nextGaussian();
      rows[i][1] = (float) random.nextGaussian();
      double p = 1 / (1 + Math.exp(-(2 * rows[i][0] - rows[i][1] + 0.5)));
      labels[i] = random.nextDouble() < p;
    }
    LogisticRegression fitted = LogisticRegression.fit(rows, labels, 1);
    assertThat(fitted.weights()[0]).isCloseTo(2, within(0.1));
    assertThat(fitted.weights()[1]).isCloseTo(-1, within(0.1));
    assertThat(fitted.bias()).isCloseTo(0.5, within(0.1));
    assertThat(fitted.probability(new float[] {0, 0})).isCloseTo(0.62, within(0.02));
  }

  @Test
  void recencyRankingIsMonotoneAndAsFrequentAsWhatWasSeen() {
    double[] recency = new double[4_000];
    boolean[] labels = new boolean[recency.length];
    Random random = new Random(2);
    for (int i = 0; i < recency.length; i++) {
      recency[i] = random.nextDouble() * 10;
      labels[i] = random.nextDouble() < recency[i] / 10;
    }
    RecencyRanking ranking = RecencyRanking.fit(recency, labels);
    assertThat(ranking.probability(2)).isCloseTo(0.2, within(0.06));
    assertThat(ranking.probability(8)).isCloseTo(0.8, within(0.06));
    for (double at = 0; at < 12; at += 0.1) {
      assertThat(ranking.probability(at + 0.1)).isGreaterThan(ranking.probability(at));
    }
  }

  @Test
  void plattScalingUndoesOverconfidence() {
    Random random = new Random(3);
    double[] claimed = new double[20_000];
    boolean[] labels = new boolean[claimed.length];
    for (int i = 0; i < claimed.length; i++) {
      double z = random.nextGaussian();
      labels[i] = random.nextDouble() < 1 / (1 + Math.exp(-z));
      claimed[i] = 1 / (1 + Math.exp(-(2 * z + 1)));
    }
    PlattScaling platt = PlattScaling.fit(claimed, labels);
    assertThat(platt.slope()).isCloseTo(0.5, within(0.05));
    assertThat(platt.offset()).isCloseTo(-0.5, within(0.06));
    assertThat(platt.apply(0.5)).isCloseTo(0.38, within(0.02));
  }

  @Test
  void itemKnnIsTheCosineOfBuyers() {
    Vocabulary vocabulary = new Vocabulary(List.of("OTHER", "TEA", "MILK"));
    List<CategoryIndex> customers =
        List.of(
            bought(vocabulary, "TEA", "MILK"),
            bought(vocabulary, "TEA"),
            bought(vocabulary, "TEA", "TEA"),
            bought(vocabulary, "MILK"));
    RecommenderBaselines baselines = RecommenderBaselines.fit(customers, vocabulary, 10);
    float[] scores = baselines.knnStart();
    baselines.bought(1, scores);
    assertThat(scores[1]).isEqualTo(1f);
    assertThat(scores[2]).isEqualTo((float) (1 / Math.sqrt(3 * 2)));
    assertThat(baselines.popularity()).containsExactly(0, 4, 2);

    RecommenderBaselines read = RecommenderBaselines.read(baselines.write());
    assertThat(read.popularity()).containsExactly(baselines.popularity());
    assertThat(read.knn().similarity()).isDeepEqualTo(baselines.knn().similarity());
    assertThatThrownBy(() -> RecommenderBaselines.read("{}".getBytes()))
        .hasMessageContaining("recommender baselines");
  }

  @Test
  void whatIsBoughtFromTheSplitOnIsNotCounted() {
    Vocabulary vocabulary = new Vocabulary(List.of("OTHER", "TEA", "MILK"));
    RecommenderBaselines baselines =
        RecommenderBaselines.fit(List.of(bought(vocabulary, "TEA", "MILK")), vocabulary, 2);
    assertThat(baselines.popularity()).containsExactly(0, 1, 0);
  }

  /** One basket of one category per time 1, 2, ... */
  private static CategoryIndex bought(Vocabulary vocabulary, String... categories) {
    List<ItemSequence.Basket> baskets = new java.util.ArrayList<>();
    for (String category : categories) {
      baskets.add(new ItemSequence.Basket(baskets.size() + 1, List.of(category)));
    }
    return CategoryIndex.of(new ItemSequence("c", baskets), vocabulary);
  }
}
