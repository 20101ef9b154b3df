package io.tidewatch.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import org.junit.jupiter.api.Test;

class RankingMetricsTest {
  @Test
  void averagesRecallAndReciprocalRankOverBaskets() {
    float[] falling = new float[25];
    for (int i = 0; i < falling.length; i++) {
      falling[i] = -i;
    }
    RankingMetrics.Collector collector = new RankingMetrics.Collector();
    collector.add(falling, Set.of(3, 24)); // ranks 4 and 25: one of two, first at 4
    collector.add(falling, Set.of(0, 1, 19)); // ranks 1, 2, 20: all, first at 1
    collector.add(falling, Set.of(20)); // rank 21: none
    RankingMetrics mean = collector.mean();
    assertThat(collector.baskets()).isEqualTo(3);
    assertThat(mean.recallAt20()).isCloseTo((0.5 + 1 + 0) / 3, within(1e-12));
    assertThat(mean.mrrAt20()).isCloseTo((0.25 + 1 + 0) / 3, within(1e-12));
  }

  @Test
  void ranksEqualScoresByIndex() {
    RankingMetrics.Collector collector = new RankingMetrics.Collector();
    collector.add(new float[] {1, 2, 2, 2}, Set.of(2));
    assertThat(collector.mean().mrrAt20()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void refusesEmptyBaskets() {
    RankingMetrics.Collector collector = new RankingMetrics.Collector();
    assertThatThrownBy(() -> collector.add(new float[] {1}, Set.of()))
        .hasMessageContaining("empty basket");
    assertThatThrownBy(collector::mean).hasMessageContaining("no basket");
  }
}
