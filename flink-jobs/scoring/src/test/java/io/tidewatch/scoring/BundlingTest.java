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
    assertThat((long) one * Bundling.BYTES_PER_CUSTOMER)
        .isBetween(2 * GIB * 3 / 10, 2 * GIB * 4 / 10);
    assertThat(bundling.cacheCustomers(2 * GIB, 4)).isEqualTo(one / 4);
  }

  @Test
  void keepsAsManyAsItIsTold() {
    Bundling bundling = new Bundling(256, Duration.ofMillis(5), 7, 0);
    assertThat(bundling.cacheCustomers(2 * GIB, 4)).isEqualTo(7);
  }

  @Test
  void keepsFewOfThemAsObjects() {
    Bundling bundling = new Bundling(256, Duration.ofMillis(5), 1_000, 0, 10);
    assertThat(bundling.live(1_000)).isEqualTo(10);
    assertThat(bundling.packedBytes(1_000)).isEqualTo(990L * Bundling.BYTES_PER_CUSTOMER);
    assertThat(bundling.packedBytes(10)).isZero();
  }

  @Test
  void endsABundleAtOnceWhenNothingElseWould() {
    assertThat(new Bundling(256, Duration.ZERO, 0, 0).bundleSize()).isEqualTo(1);
  }
}
