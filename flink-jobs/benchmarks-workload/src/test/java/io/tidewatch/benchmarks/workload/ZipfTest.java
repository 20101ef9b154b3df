package io.tidewatch.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ZipfTest {
  private static final int DRAWS = 400_000;

  @Test
  void ranksComeInProportionToOneOverRank() {
    int ranks = 50;
    double harmonic = 0;
    for (int rank = 1; rank <= ranks; rank++) {
      harmonic += 1.0 / rank;
    }
    int[] counts = new int[ranks + 1];
    Zipf zipf = new Zipf(ranks);
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < DRAWS; i++) {
      counts[zipf.rank(random)]++;
    }
    assertThat(counts[0]).isZero();
    for (int rank = 1; rank <= ranks; rank++) {
      double expected = 1 / (rank * harmonic);
      // Five standard deviations.
      double bound = 5 * Math.sqrt(expected * (1 - expected) / DRAWS);
      assertThat(counts[rank] / (double) DRAWS)
          .as("rank " + rank)
          .isCloseTo(expected, within(bound));
    }
  }

  @Test
  void oneRankIsAlwaysDrawn() {
    assertThat(new Zipf(1).rank(new SplittableRandom(1))).isEqualTo(1);
    assertThatThrownBy(() -> new Zipf(0)).hasMessageContaining("ranks=0");
  }
}
