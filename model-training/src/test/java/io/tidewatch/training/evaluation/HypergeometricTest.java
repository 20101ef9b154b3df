package io.tidewatch.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.apache.commons.math3.special.Beta;
import org.junit.jupiter.api.Test;

final class HypergeometricTest {
  @Test
  void isElementaryWhereItsParametersSaySo() {
    // Abramowitz and Stegun 15.1.3, 15.1.8, 15.1.4.
    assertThat(Hypergeometric.of(1, 1, 2, 0.7)).isCloseTo(-Math.log(0.3) / 0.7, within(1e-12));
    assertThat(Hypergeometric.of(3.5, 1.25, 1.25, 0.4))
        .isCloseTo(Math.pow(0.6, -3.5), within(1e-12));
    assertThat(Hypergeometric.of(0.5, 1, 1.5, 0.25))
        .isCloseTo(Math.log(1.5 / 0.5) / (2 * 0.5), within(1e-12));
  }

  @Test
  void oneAtZero() {
    assertThat(Hypergeometric.of(2.2, 3.3, 4.4, 0)).isEqualTo(1);
  }

  /** Euler's integral (15.3.1) is the slow, obvious reference. */
  @Property(tries = 100)
  void agreesWithEulersIntegral(
      @ForAll @DoubleRange(min = 0.1, max = 20) double a,
      @ForAll @DoubleRange(min = 2, max = 8) double b,
      @ForAll @DoubleRange(min = 2, max = 8) double more,
      @ForAll @DoubleRange(min = 0, max = 0.9) double z) {
    double c = b + more;
    double integral =
        new IterativeLegendreGaussIntegrator(20, 1e-10, 1e-12)
            .integrate(
                1_000_000,
                t -> Math.pow(t, b - 1) * Math.pow(1 - t, c - b - 1) * Math.pow(1 - z * t, -a),
                0,
                1);

    double expected = integral / Math.exp(Beta.logBeta(b, c - b));

    assertThat(Hypergeometric.of(a, b, c, z) / expected).isCloseTo(1, within(1e-6));
  }

  @Test
  void refusesWhatHasNoValue() {
    assertThatThrownBy(() -> Hypergeometric.of(1, 1, 2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("z must be in [0, 1)");
    assertThatThrownBy(() -> Hypergeometric.of(1, 1, -1, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2F1(1.0, 1.0; -1.0; 0.5)");
  }
}
