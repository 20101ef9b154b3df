package io.tidewatch.training.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AverageEffectTest {
  /** The expected width was computed apart: 27.908 degrees of freedom, standard error 0.99607. */
  @Test
  void givesWelchsInterval() {
    double[] treated = {
      27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4
    };
    double[] control = {
      27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.5, 25.0
    };

    AverageEffect effect = AverageEffect.of(treated, control);

    assertThat(effect.treatedMean()).isEqualTo(20.82, within(1e-9));
    assertThat(effect.controlMean()).isEqualTo(23.69333, within(1e-5));
    assertThat(effect.effect().value()).isEqualTo(-2.87333, within(1e-5));
    assertThat(effect.effect().high() - effect.effect().value()).isEqualTo(2.04066, within(1e-4));
  }

  @Test
  void holdsTheTruthAsOftenAsItSays() {
    SplittableRandom random = new SplittableRandom(7);
    long held =
        IntStream.range(0, 1_000)
            .filter(
                run -> {
                  double[] treated = random.doubles(30).map(x -> 3 * x + 1).toArray();
                  double[] control = random.doubles(200).toArray();
                  return AverageEffect.of(treated, control).effect().contains(2);
                })
            .count();

    assertThat(held).isBetween(930L, 970L);
  }

  @Test
  void refusesGroupsWithoutSpread() {
    assertThatThrownBy(() -> AverageEffect.of(new double[1], new double[9]))
        .hasMessageContaining("there are 1 treated and 9 not");
  }

  @Test
  void isExactWhereNothingVaries() {
    assertThat(AverageEffect.of(new double[] {1, 1}, new double[] {0, 0}).effect().low())
        .isEqualTo(1);
  }
}
