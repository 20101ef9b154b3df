package io.tidewatch.connectors.gateway.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void letsABurstThroughAndThenTheEvenRate() {
    RateLimit limit = new RateLimit(10, 20, 0);
    assertThat(limit.take(20, 0)).isZero();
    assertThat(limit.take(1, 0)).isEqualTo(Duration.ofMillis(100));
    assertThat(limit.take(1, SECOND / 10)).isZero();
    assertThat(limit.take(1, SECOND / 10)).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void saysWhenAskingAgainHelps() {
    RateLimit limit = new RateLimit(10, 20, 0);
    assertThat(limit.take(20, 0)).isZero();
    Duration wait = limit.take(15, 0);
    assertThat(limit.take(15, wait.toNanos() - 1)).isPositive();
    assertThat(limit.take(15, wait.toNanos())).isZero();
  }

  @Property
  void neverLetsMoreThroughThanBurstAndRate(
      @ForAll @Size(max = 200) List<@IntRange(min = 1, max = 20) Integer> asked) {
    RateLimit limit = new RateLimit(100, 20, 0);
    long now = 0;
    long through = 0;
    for (int events : asked) {
      now += SECOND / 50;
      through += limit.take(events, now).isZero() ? events : 0;
      assertThat(through).isLessThanOrEqualTo(20 + 100 * now / SECOND);
    }
  }
}
