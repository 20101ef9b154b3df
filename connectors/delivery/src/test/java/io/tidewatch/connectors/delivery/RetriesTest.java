package io.tidewatch.connectors.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetriesTest {
  private static final Retries RETRIES =
      new Retries(10, Duration.ofSeconds(5), Duration.ofMinutes(15), Duration.ofDays(1));

  @Property(tries = 500)
  void pausesDoubleUpToTheLongestAndAreCutByHalfAtMost(
      @ForAll @IntRange(min = 1, max = 1_000_000) int attempt, @ForAll long seed) {
    double full = Math.min(900, 5 * Math.pow(2, attempt - 1));
    double pause = RETRIES.pause(attempt, new SplittableRandom(seed)).toNanos() / 1e9;
    assertThat(pause).isBetween(full / 2 - 1e-6, full + 1e-6);
  }

  @Test
  void pausesOfThoseThatFailedTogetherDiffer() {
    SplittableRandom random = new SplittableRandom(7);
    assertThat(RETRIES.pause(5, random)).isNotEqualTo(RETRIES.pause(5, random));
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(
            () -> new Retries(0, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO))
        .hasMessageContaining("attempts=0");
    assertThatThrownBy(
            () -> new Retries(1, Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ZERO))
        .hasMessageContaining("in this order");
  }
}
