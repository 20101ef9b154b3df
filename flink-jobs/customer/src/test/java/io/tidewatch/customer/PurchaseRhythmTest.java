package io.tidewatch.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PurchaseRhythmTest {
  private static long at(double day) {
    return Seconds.ofMicros(TestEvents.micros(TestEvents.day(day)));
  }

  private static CustomerState bought(double... days) {
    CustomerState state = new CustomerState();
    for (double day : days) {
      new Fold().fold(state, TestEvents.purchase("p" + day, TestEvents.day(day), 3_000));
    }
    return state;
  }

  @Test
  void expectsThePriorOfWhoBoughtOnce() {
    assertThat(new PurchaseRhythm(bought(0), at(0)).expected(28)).isCloseTo(1, within(1e-9));
    assertThat(new PurchaseRhythm(bought(0), at(300)).alive()).isEqualTo(1);
  }

  @Test
  void expectsARegularCustomerToGoOn() {
    double[] weekly = new double[52];
    for (int i = 0; i < weekly.length; i++) {
      weekly[i] = 7 * i;
    }

    CustomerState state = bought(weekly);

    assertThat(new PurchaseRhythm(state, at(358)).expected(28)).isBetween(3.3, 4.2);
    assertThat(new PurchaseRhythm(state, at(358)).quiet(28)).isLessThan(0.1);
    assertThat(new PurchaseRhythm(state, at(358 + 90)).alive()).isLessThan(0.1);
  }

  @Test
  void gapIsTheMeanOfWhatWasSeenAndOnePriorGap() {
    assertThat(new PurchaseRhythm(bought(0, 10, 20), at(20)).meanGapDays())
        .isCloseTo(16, within(1e-9));
  }

  @Test
  void usualSpendFollowsTheCustomersRhythm() {
    assertThat(bought(0, 14, 28).usualSpendMinor(28)).isCloseTo(4_500, within(1e-6));
    assertThat(bought(0).usualSpendMinor(28)).isCloseTo(3_000, within(1e-6));
    assertThat(bought(0, 0.01).usualSpendMinor(28)).isCloseTo(6_000, within(5.0));
    assertThat(new CustomerState().usualSpendMinor(28)).isZero();
  }
}
