package io.tidewatch.training.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.training.uplift.UpliftCurve.Figures;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class UpliftCurveTest {
  private static final int CUSTOMERS = 20_000;

  /** A treatment brings 1 to the first half of the customers, and nothing to the others. */
  private final boolean[] treated = new boolean[CUSTOMERS];

  private final double[] outcomes = new double[CUSTOMERS];
  private final int[] best = IntStream.range(0, CUSTOMERS).toArray();

  UpliftCurveTest() {
    for (int i = 0; i < CUSTOMERS; i++) {
      treated[i] = i % 2 == 0;
      outcomes[i] = treated[i] && i < CUSTOMERS / 2 ? 1 : 0;
    }
  }

  @Test
  void readsThePlantedFigures() {
    Figures figures = new UpliftCurve(treated, outcomes).measure(best);

    assertThat(figures.effect()).isEqualTo(0.5, within(1e-9));
    // The curve climbs to (0.5, 0.5) and is flat from there: 1/8 + 1/4, less the triangle of 1/4.
    assertThat(figures.qini()).isEqualTo(0.125, within(1e-3));
    assertThat(figures.coefficient()).isEqualTo(0.5, within(1e-2));
    assertThat(figures.upliftAt30()).isEqualTo(1, within(1e-9));
    assertThat(figures.overAverage()).isEqualTo(0.5, within(1e-9));
  }

  @Test
  void isNegativeWhereTheWorstComeFirst() {
    int[] worst = IntStream.range(0, CUSTOMERS).map(i -> CUSTOMERS - 1 - i).toArray();

    Figures figures = new UpliftCurve(treated, outcomes).measure(worst);

    assertThat(figures.qini()).isEqualTo(-0.125, within(1e-3));
    assertThat(figures.upliftAt30()).isEqualTo(0, within(1e-9));
  }

  @Test
  void countsCustomersAsOftenAsTheyWereDrawn() {
    int[] times = new int[CUSTOMERS];
    Arrays.fill(times, CUSTOMERS / 4, 3 * CUSTOMERS / 4, 3);
    boolean[] repeated = new boolean[3 * CUSTOMERS / 2];
    double[] again = new double[repeated.length];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = treated[CUSTOMERS / 4 + i / 3];
      again[i] = outcomes[CUSTOMERS / 4 + i / 3];
    }

    Figures weighted = new UpliftCurve(treated, outcomes).measure(best, times);
    Figures copied =
        new UpliftCurve(repeated, again).measure(IntStream.range(0, repeated.length).toArray());

    assertThat(weighted.effect()).isEqualTo(copied.effect(), within(1e-12));
    assertThat(weighted.qini()).isEqualTo(copied.qini(), within(1e-3));
  }

  @Test
  void givesPointsOfTheCurve() {
    double[] gains = new UpliftCurve(treated, outcomes).gains(best, 4);

    assertThat(gains).containsExactly(new double[] {0, 0.25, 0.5, 0.5, 0.5}, within(1e-9));
  }

  @Test
  void putsHighestScoresFirstAndTiesAsAsked() {
    assertThat(UpliftCurve.order(new double[] {0.1, 0.3, 0.1, 0.2}, new int[] {2, 0, 3, 1}))
        .containsExactly(1, 3, 2, 0);
  }

  @Test
  void judgesARealOrderAboveChanceAndChanceAroundNothing() {
    TargetingJudge judge = new TargetingJudge(new UpliftCurve(treated, outcomes), 100, 1);

    Targeting real = judge.judge(List.of(best, best));
    Targeting chance = judge.judgeChance();

    assertThat(real.qini().low()).isGreaterThan(0.11);
    assertThat(real.qini().contains(0.125)).isTrue();
    assertThat(real.qiniSpread().sd()).isZero();
    assertThat(chance.qini().value()).isZero();
    assertThat(chance.qini().contains(0)).isTrue();
    assertThat(chance.upliftAt30().contains(0.5)).isTrue();
    assertThat(chance.qini().high()).isLessThan(real.qini().low());
  }

  @Test
  void ordersByChanceAreComplete() {
    int[] order = Order.byChance(1_000, new SplittableRandom(3));

    assertThat(order).isNotEqualTo(best);
    assertThat(Arrays.stream(order).sorted()).containsExactlyElementsOf(range(1_000));
  }

  private static List<Integer> range(int size) {
    return IntStream.range(0, size).boxed().toList();
  }
}
