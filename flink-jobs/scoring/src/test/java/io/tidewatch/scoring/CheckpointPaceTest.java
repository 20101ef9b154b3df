package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckpointPaceTest {
  private final CheckpointPace pace = new CheckpointPace(10, 1_000);

  @Test
  void writesNothingAheadBeforeItKnowsTheInterval() {
    assertThat(pace.allowed(5_000)).isEqualTo(1_000);
    pace.checkpoint(5_000);
    assertThat(pace.allowed(99_000)).isEqualTo(1_000);
  }

  @Test
  void writesAheadEvenlyInTheSecondHalf() {
    pace.checkpoint(0);
    pace.checkpoint(1_000);
    assertThat(pace.allowed(1_000)).isEqualTo(1_000);
    assertThat(pace.allowed(1_500)).isEqualTo(1_000);
    assertThat(pace.allowed(1_750)).isEqualTo(500);
    assertThat(pace.allowed(1_900)).isEqualTo(200);
    assertThat(pace.allowed(1_999)).isEqualTo(10);
    assertThat(pace.allowed(3_000)).isEqualTo(10);
  }

  @Test
  void followsAnotherInterval() {
    pace.checkpoint(0);
    pace.checkpoint(1_000);
    pace.checkpoint(5_000);
    assertThat(pace.allowed(7_000)).isEqualTo(1_000);
    assertThat(pace.allowed(8_000)).isEqualTo(500);
  }

  @Test
  void bearsTwoCheckpointsAtOnce() {
    pace.checkpoint(1_000);
    pace.checkpoint(1_000);
    assertThat(pace.allowed(1_000)).isEqualTo(1_000);
  }
}
