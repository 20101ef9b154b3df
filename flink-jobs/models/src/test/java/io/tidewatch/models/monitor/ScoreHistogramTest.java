package io.tidewatch.models.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScoreHistogramTest {
  @Test
  void countsTheBordersOnTheirRightSide() {
    ScoreHistogram scores = new ScoreHistogram();
    scores.add(0f);
    scores.add(0.8f);
    scores.add(0.7999f);
    scores.add(1f);
    assertThat(scores.count()).isEqualTo(4);
    assertThat(scores.shareAtLeast(0.8)).isEqualTo(0.5);
    assertThat(scores.shareAtLeast(1)).isZero();
    assertThat(scores.shareAtLeast(0)).isOne();
    assertThat(scores.counts()[99]).isOne();
  }

  @Test
  void scoresThatAllLieInOneBinAreComparedThere() {
    ScoreHistogram same = filled(0.985f, 1_000);
    assertThat(same.psi(filled(0.985f, 500))).isCloseTo(0, within(1e-3));
    assertThat(same.psi(filled(0.015f, 500))).as("inverted").isGreaterThan(5);
    assertThat(same.psi(filled(0.995f, 500))).as("just beside it").isGreaterThan(5);
  }

  @Test
  void aShiftAcrossTheGroupsIsSeen() {
    ScoreHistogram low = new ScoreHistogram();
    ScoreHistogram high = new ScoreHistogram();
    for (int i = 0; i < 1_000; i++) {
      low.add(i / 2_000f);
      high.add(1 - i / 2_000f);
    }
    assertThat(low.psi(high)).isGreaterThan(3);
    assertThat(low.mean()).isCloseTo(0.25, within(0.01));
  }

  private static ScoreHistogram filled(float score, int count) {
    ScoreHistogram scores = new ScoreHistogram();
    for (int i = 0; i < count; i++) {
      scores.add(score);
    }
    return scores;
  }
}
