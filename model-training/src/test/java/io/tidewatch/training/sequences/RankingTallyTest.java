package io.tidewatch.training.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class RankingTallyTest {
  private final RankingTally tally = new RankingTally();

  @Test
  void theTenthCountsAndTheEleventhDoesNot() {
    tally.add(9, 0);
    tally.add(10, 0);

    assertThat(tally.quality().hr10()).isEqualTo(0.5);
    assertThat(tally.quality().ndcg10())
        .isCloseTo(1 / (Math.log(11) / Math.log(2)) / 2, within(1e-12));
  }

  @Test
  void theFirstIsWorthOne() {
    tally.add(0, 0);

    assertThat(tally.quality()).isEqualTo(new RankingQuality(1, 1));
  }

  @Test
  void sameScoresAreAsGoodAsChance() {
    tally.add(0, 99);

    assertThat(tally.quality().hr10()).isCloseTo(0.1, within(1e-12));
    double gain = 0;
    for (int place = 1; place <= 10; place++) {
      gain += Math.log(2) / Math.log(place + 1) / 100;
    }
    assertThat(tally.quality().ndcg10()).isCloseTo(gain, within(1e-12));
  }
}
