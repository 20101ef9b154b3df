package io.tidewatch.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ExactMathTest {
  @Property(tries = 2_000)
  void logIsTheLogarithm(@ForAll @DoubleRange(min = -12, max = 20) double magnitude) {
    double x = StrictMath.pow(10, magnitude);
    double expected = StrictMath.log(x);

    assertThat(ExactMath.log(x))
        .isCloseTo(expected, within(4e-16 * Math.max(1, Math.abs(expected))));
  }

  @Property(tries = 2_000)
  void logIsTheLogarithmNearOne(@ForAll @DoubleRange(min = 0, max = 4) double x) {
    assertThat(ExactMath.log1p(x)).isCloseTo(StrictMath.log1p(x), within(5e-16));
  }

  @Property(tries = 2_000)
  void halvedIsAPowerOfTwo(@ForAll @DoubleRange(min = 0, max = 1_000) double x) {
    double expected = StrictMath.pow(2, -x);

    assertThat(ExactMath.halved(x)).isCloseTo(expected, within(4e-16 * expected));
  }

  @Test
  void endsAreExact() {
    assertThat(ExactMath.log(1)).isZero();
    assertThat(ExactMath.log1p(0)).isZero();
    assertThat(ExactMath.halved(0)).isEqualTo(1);
    assertThat(ExactMath.halved(3)).isEqualTo(0.125);
    assertThat(ExactMath.halved(1_021.5)).isPositive();
    assertThat(ExactMath.halved(1_022)).isZero();
    assertThat(ExactMath.halved(1e300)).isZero();
  }
}
