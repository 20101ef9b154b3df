package io.tidewatch.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotTimesTest {
  private static final long DAY = Micros.PER_DAY;
  private static final long END = PurchaseHistories.START + 100 * DAY;
  private static final long FIRST = PurchaseHistories.START + 10 * DAY;

  private final SnapshotTimes times = new SnapshotTimes(7, 28, END);
  private final List<Event> events =
      List.of(
          PurchaseHistories.click("c", "k", FIRST - 5 * DAY, FIRST - 5 * DAY),
          PurchaseHistories.purchase("c", "p", FIRST, FIRST, 1));

  @Test
  void beginsAfterTheFirstPurchaseAndEndsWhereTheHorizonIsObserved() {
    long[] at = times.of("c", events);
    assertThat(at[0]).isGreaterThan(FIRST).isLessThanOrEqualTo(FIRST + 7 * DAY);
    assertThat(at[at.length - 1]).isLessThanOrEqualTo(END - 28 * DAY).isGreaterThan(END - 35 * DAY);
    for (int i = 1; i < at.length; i++) {
      assertThat(at[i] - at[i - 1]).isEqualTo(7 * DAY);
    }
  }

  @Test
  void isOffsetByCustomerAndNothingElse() {
    assertThat(times.of("c", events)).containsExactly(times.of("c", events));
    assertThat(times.of("d", events)[0]).isNotEqualTo(times.of("c", events)[0]);
  }

  @Test
  void isEmptyForWhoNeverBoughtOrBoughtTooLate() {
    assertThat(times.of("c", events.subList(0, 1))).isEmpty();
    long late = END - 20 * DAY;
    assertThat(times.of("c", List.of(PurchaseHistories.purchase("c", "p", late, late, 1))))
        .isEmpty();
  }
}
