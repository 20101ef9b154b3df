package io.tidewatch.training.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.training.Progress;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The order is planted: what comes next follows from the last item, nine times of ten. */
final class SequenceSuiteTest {
  private static final int ITEMS = 150;
  private static final SequenceOptions SMALL =
      new SequenceOptions(24, 20, 100, 300, 0.01, 0.1, 0.1, 8, 3);

  @ParameterizedTest
  @EnumSource
  void findsAPlantedOrder(SequenceModel model) {
    SequenceData data = SequenceData.of(sequences(400), 1);

    SequenceReport report =
        SequenceSuite.run(data, SequenceSet.BEAUTY, model, 2, SMALL, Progress.none());

    assertThat(report.customers()).isEqualTo(400);
    assertThat(report.trainingSeconds()).hasSize(2);
    RankingQuality network = report.sampled().mean();
    assertThat(network.ndcg10()).isBetween(0.7, 1.0);
    assertThat(report.sampled().baselines().get(Baseline.MARKOV).ndcg10()).isBetween(0.8, 1.0);
    assertThat(report.sampled().baselines().get(Baseline.POPULARITY).ndcg10()).isLessThan(0.3);
    assertThat(report.allItems().mean().ndcg10()).isBetween(0.6, network.ndcg10() + 0.01);
  }

  private static int[][] sequences(int customers) {
    Random random = new Random(11);
    int[][] sequences = new int[customers][];
    for (int i = 0; i < customers; i++) {
      sequences[i] = new int[6 + random.nextInt(8)];
      int item = random.nextInt(ITEMS);
      for (int place = 0; place < sequences[i].length; place++) {
        sequences[i][place] = 1 + item;
        item = random.nextInt(10) == 0 ? random.nextInt(ITEMS) : (7 * item + 3) % ITEMS;
      }
    }
    return sequences;
  }
}
