package io.tidewatch.training.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class SequenceBaselinesTest {
  /** All but the last two items of each are learned from. */
  private static final SequenceData DATA =
      new SequenceData(
          new int[][] {{1, 2, 3, 9, 8}, {2, 3, 7, 9, 8}, {4, 3, 9, 8}, {1, 5, 9, 8}}, null, 9);

  private static float[] scores(Baseline baseline, int... history) {
    return baseline.scorer(DATA).score(new int[][] {history})[0];
  }

  @Test
  void popularityCountsWhatIsLearnedFrom() {
    assertThat(scores(Baseline.POPULARITY, 1)).containsExactly(0, 2, 2, 3, 1, 1, 0, 1, 0, 0);
  }

  @Test
  void markovCountsWhatCameBehindTheLastItem() {
    assertThat(scores(Baseline.MARKOV, 3, 2)).containsExactly(0, 0, 0, 2, 0, 0, 0, 0, 0, 0);
    assertThat(scores(Baseline.MARKOV, 1)).containsExactly(0, 0, 1, 0, 0, 1, 0, 0, 0, 0);
  }

  @Test
  void neighboursAreTheCosineOfWhoTookBoth() {
    float[] scores = scores(Baseline.ITEM_KNN, 2, 4);

    assertThat(scores[3]).isCloseTo((float) (2 / Math.sqrt(6) + 1 / Math.sqrt(3)), within(1e-6f));
    assertThat(scores[1]).isCloseTo(0.5f, within(1e-6f));
    assertThat(scores[5]).isZero();
    assertThat(scores[9]).isZero();
  }
}
