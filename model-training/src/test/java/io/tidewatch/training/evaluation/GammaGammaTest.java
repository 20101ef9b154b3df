package io.tidewatch.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;

final class GammaGammaTest {
  /** The fit of Fader and Hardie (2013) to the CDNOW sample. */
  private static final GammaGamma PUBLISHED = new GammaGamma(6.25, 3.74, 15.44);

  @Test
  void drawsAFewPurchasesTowardsTheMeanOfAll() {
    double mean = 6.25 * 15.44 / 2.74;

    assertThat(PUBLISHED.expected(customer(0, 0))).isCloseTo(mean, within(1e-9));
    assertThat(PUBLISHED.expected(customer(1, 100))).isBetween(mean, 100.0);
    assertThat(PUBLISHED.expected(customer(50, 100))).isCloseTo(100, within(1.0));
  }

  @Test
  void findsTheParametersThatMadeTheCustomers() {
    var random = new Well19937c(9);
    List<PurchaseSummary> customers = new ArrayList<>();
    for (int i = 0; i < 8_000; i++) {
      int repeats = 1 + random.nextInt(6);
      double scale = new GammaDistribution(random, 3.74, 1 / 15.44).sample();
      double sum = new GammaDistribution(random, 6.25 * repeats, 1 / scale).sample();
      customers.add(customer(repeats, sum / repeats));
    }

    GammaGamma found = GammaGamma.fit(customers);

    assertThat(found.p()).isCloseTo(6.25, within(0.5));
    assertThat(found.q()).isCloseTo(3.74, within(0.2));
    assertThat(found.v()).isCloseTo(15.44, within(1.5));
  }

  @Test
  void refusesCustomersWhoNeverBoughtAgain() {
    assertThatThrownBy(() -> GammaGamma.fit(List.of(customer(0, 0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no cases");
  }

  private static PurchaseSummary customer(int repeats, double meanRepeatSpend) {
    return new PurchaseSummary(repeats, repeats, 40 + repeats, meanRepeatSpend);
  }
}
