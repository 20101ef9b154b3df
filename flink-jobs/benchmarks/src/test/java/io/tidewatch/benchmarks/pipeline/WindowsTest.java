package io.tidewatch.benchmarks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WindowsTest {
  private final Windows windows = new Windows(1_000_000);

  @Test
  void whoHasAStateStoreGetsTheSameEvents() {
    for (Contender contender :
        List.of(
            Contender.SCORING,
            Contender.OFFERS_0,
            Contender.OFFERS_200,
            Contender.OFFERS_200_FREE,
            Contender.STATE_ONLY,
            Contender.KAFKA_STREAMS,
            Contender.KAFKA_STREAMS_KERNEL,
            Contender.RAW_ROCKSDB)) {
      assertThat(windows.window(contender)).isEqualTo(1_000_000);
      assertThat(windows.warmUp(contender)).isEqualTo(3_000_000);
      assertThat(windows.longestWarmUp(contender)).isEqualTo(5_000_000);
    }
  }

  @Test
  void enoughEventsLieReadyForTheLongestWindow() {
    assertThat(windows.all(List.of(Contender.SCORING))).isEqualTo(7_000_000);
    assertThat(windows.all(List.of(Contender.SCORING, Contender.PASS_THROUGH)))
        .isEqualTo(7_000_000);
    assertThat(new Windows(10).all(List.of(Contender.SCORING))).isEqualTo(200_000);
  }
}
