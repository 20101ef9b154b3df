package io.tidewatch.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong nanos = new AtomicLong(7);
  private final AtomicLong compilerMillis = new AtomicLong(60_000);
  private final WarmUp warmUp = new WarmUp(1_000, 5_000, nanos::get, compilerMillis::get);

  @Test
  void waitsForEventsWhenTheCompilerIsQuiet() {
    pass(6, 0);

    assertThat(warmUp.isOver(999)).isFalse();
    assertThat(warmUp.isOver(1_000)).isTrue();
  }

  @Test
  void waitsForTheCompilerWhenThereWereEvents() {
    pass(6, 700);
    assertThat(warmUp.isOver(1_000)).isFalse();

    pass(4, 0);
    assertThat(warmUp.isOver(1_200)).as("in the middle of a span").isFalse();

    pass(2, 0);
    assertThat(warmUp.isOver(1_300)).isTrue();
  }

  @Test
  void doesNotWaitForTheCompilerLongerThanEventsLast() {
    pass(6, 6_000);

    assertThat(warmUp.isOver(4_999)).isFalse();
    assertThat(warmUp.isOver(5_000)).isTrue();
  }

  @Test
  void knowsNothingOfTheCompilerBeforeTheFirstSpanIsOver() {
    assertThat(warmUp.isOver(1_000)).isFalse();
  }

  private void pass(long seconds, long compiled) {
    nanos.addAndGet(seconds * SECOND);
    compilerMillis.addAndGet(compiled);
  }
}
