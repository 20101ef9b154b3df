package io.tidewatch.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void whatRanForLongIsStartedAtOnce() {
    Backoff backoff = new Backoff();
    backoff.started(NOW.minusSeconds(60));

    assertThat(backoff.next(NOW)).isEqualTo(NOW);
  }

  @Test
  void pausesDoubleUpToTheLongestWhileItDiesAtOnce() {
    Backoff backoff = new Backoff();
    Duration before = Duration.ZERO;
    for (int death = 0; death < 10; death++) {
      backoff.started(NOW);
      Duration pause = Duration.between(NOW, backoff.next(NOW));

      assertThat(pause).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(Duration.ofSeconds(15));
      before = pause;
    }
    assertThat(before).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void aLongLifeForgivesEarlierDeaths() {
    Backoff backoff = new Backoff();
    backoff.started(NOW);
    backoff.next(NOW);
    backoff.started(NOW);

    assertThat(backoff.next(NOW.plusSeconds(30))).isEqualTo(NOW.plusSeconds(30));
  }
}
