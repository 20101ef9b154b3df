package io.tidewatch.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HistoriesTest {
  private static final long NOON = Seconds.ofMicros(TestEvents.micros(TestEvents.day(0.5)));

  @Test
  void keepsTheLast16Steps() {
    StepHistory steps = new StepHistory();
    for (int i = 0; i < 20; i++) {
      steps.append(StepKind.PURCHASE, NOON + 100L * i, i);
    }

    assertThat(steps.count()).isEqualTo(20);
    assertThat(steps.amountMinor(4)).isEqualTo(4f);
    assertThat(steps.amountMinor(19)).isEqualTo(19f);
    assertThat(steps.gapSeconds(19)).isEqualTo(100);
    assertThatThrownBy(() -> steps.kind(3)).hasMessageContaining("step 3 is not kept");
    assertThatThrownBy(() -> steps.kind(20)).hasMessageContaining("step 20 is not kept");
  }

  @Test
  void aLateStepHasNoGapAndDoesNotShortenTheNext() {
    StepHistory steps = new StepHistory();
    steps.append(StepKind.VIEW, NOON, 0);
    steps.append(StepKind.VIEW, NOON - 500, 0);
    steps.append(StepKind.VIEW, NOON + 60, 0);

    assertThat(steps.gapSeconds(0)).isZero();
    assertThat(steps.gapSeconds(1)).isZero();
    assertThat(steps.gapSeconds(2)).isEqualTo(60);
  }

  @Test
  void stepInputShowsKindGapMoneyAndHour() {
    StepHistory steps = new StepHistory();
    steps.append(StepKind.TICKET, NOON - 7_200, 0);
    steps.append(StepKind.PURCHASE, NOON, 9_900);
    steps.append(StepKind.OFFER_ACCEPTED, NOON + 60, 0);

    float[] purchase = TestEvents.step(steps, 1);
    assertThat(ChurnStep.names()).hasSize(ChurnStep.WIDTH).doesNotHaveDuplicates();
    assertThat(ChurnStep.meanings()).hasSize(ChurnStep.WIDTH);
    assertThat(purchase[ChurnStep.names().indexOf("is_purchase")]).isEqualTo(1f);
    assertThat(purchase[ChurnStep.names().indexOf("is_ticket")]).isZero();
    assertThat(value(purchase, "gap_log_hours")).isCloseTo(Math.log(3), within(1e-6));
    assertThat(value(purchase, "money_log")).isCloseTo(Math.log(100), within(1e-6));
    assertThat(value(purchase, "same_session")).isZero();
    assertThat(value(purchase, "hour_cos")).isCloseTo(-1, within(1e-6));
    assertThat(value(TestEvents.step(steps, 2), "same_session")).isEqualTo(1);
  }

  private static double value(float[] step, String name) {
    return step[ChurnStep.names().indexOf(name)];
  }

  @Test
  void itemsKeepCategoryAndTime() {
    ItemHistory items = new ItemHistory();
    for (int i = 0; i < 18; i++) {
      items.append(ItemHistory.hash("c" + i), NOON + i);
    }

    assertThat(items.count()).isEqualTo(18);
    assertThat(items.categoryHash(17)).isEqualTo(ItemHistory.hash("c17"));
    assertThat(Integer.toUnsignedLong(items.atSeconds(17))).isBetween(NOON + 17 - 256, NOON + 17);
    assertThatThrownBy(() -> items.atSeconds(1)).hasMessageContaining("item 1 is not kept");
    assertThat(items.newestSeconds(ItemHistory.hash("c1"))).isZero();
  }

  @Test
  void itemTimesReachBeyond2038() {
    ItemHistory items = new ItemHistory();
    items.append(1, 4_000_000_000L);

    assertThat(Integer.toUnsignedLong(items.atSeconds(0))).isEqualTo(4_000_000_000L & ~255L);
  }
}
