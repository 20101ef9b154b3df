package io.tidewatch.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScoredEventsTest {
  private final ScoredEvents scored = new ScoredEvents(100, 4, List.of("a", "b"));

  @Test
  void countsEventsThatWereNeverOrTwiceScored() {
    scored.add(0, 100, "a");
    scored.add(0, 102, "a");
    scored.add(1, 102, "a");
    scored.add(1, 103, "a");
    scored.add(1, -1, "a");
    scored.add(1, 99, "a");

    assertThat(scored.lost()).isEqualTo(1);
    assertThat(scored.doubled()).isEqualTo(1);
    assertThat(scored.strangers()).isZero();
    assertThat(scored.relapses()).isZero();
    assertThat(scored.releasesUsed()).isEqualTo(1);
  }

  @Test
  void noticesAReleaseThatWasNeverPushedAndOneThatComesBackInAPartition() {
    scored.add(0, 100, "b");
    scored.add(1, 101, "a");
    scored.add(0, 102, "a");
    scored.add(0, 103, "c");

    assertThat(scored.strangers()).isEqualTo(1);
    assertThat(scored.relapses()).isEqualTo(1);
    assertThat(scored.releasesUsed()).isEqualTo(2);
  }
}
