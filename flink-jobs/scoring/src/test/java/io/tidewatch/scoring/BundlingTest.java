package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BundlingTest {
  private static final long GIB = 1L << 30;

  @Test
  void keepsAsManyCustomersAsAShareOfTheHeapHolds() {
    Bundling bundling = new Bundling(256, Duration.ofMillis(5), Bundling.BY_HEAP, 0);
    int one = bundling.cacheCustomers(2 * GIB, 1);
    assertThat(one * 2_900L).isBetween(2 * GIB / 4, 2 * GIB / 3);
    assertThat(bundling.cacheCustomers(2 * GIB, 4)).isEqualTo(one / 4);
  }

  @Test
  void keepsAsManyAsItIsTold() {
    Bundling bundling = new Bundling(256, Duration.ofMillis(5), 7, 0);
    assertThat(bundling.cacheCustomers(2 * GIB, 4)).isEqualTo(7);
  }

  @Test
  void endsABundleAtOnceWhenNothingElseWould() {
    assertThat(new Bundling(256, Duration.ZERO, 0, 0).bundleSize()).isEqualTo(1);
  }
}
