package io.tidewatch.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FlatnessTest {
  @Test
  void aSeriesThatTremblesIsFlat() {
    assertThat(Flatness.of(series(40, i -> 100 + (i % 2 == 0 ? 4 : -4))).flat()).isTrue();
  }

  @Test
  void aLeakIsNot() {
    assertThat(Flatness.of(series(40, i -> 100 + 0.3 * i)).flat()).isFalse();
  }

  @Test
  void aSingleOutlierIsNot() {
    assertThat(Flatness.of(series(40, i -> i == 20 ? 106 : 100)).flat()).isFalse();
    assertThat(Flatness.of(series(40, i -> i == 20 ? 94 : 100)).flat()).isFalse();
  }

  @Test
  void nothingMeasuredIsNoProof() {
    assertThatThrownBy(() -> Flatness.of(new double[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double[] series(int length, IntToDoubleFunction value) {
    return IntStream.range(0, length).mapToDouble(value).toArray();
  }
}
