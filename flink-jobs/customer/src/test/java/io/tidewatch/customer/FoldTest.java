package io.tidewatch.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.schemas.ClickKind;
import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.ErasureRequest;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketKind;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class FoldTest {
  private final Fold fold = new Fold();
  private final CustomerState state = new CustomerState();

  private Fold.Outcome fold(Event event) {
    return fold.fold(state, event);
  }

  private static long micros(double day) {
    return TestEvents.micros(TestEvents.day(day));
  }

  @Test
  void anOrderCountsOnceHoweverManyLinesItHas() {
    fold(TestEvents.purchase("1", TestEvents.day(1), 500, "bread", "milk", "bread"));

    assertThat(state.purchases()).isEqualTo(1);
    assertThat(state.money.spentMinor()).isEqualTo(500);
    assertThat(state.items().count()).isEqualTo(3);
    assertThat(state.items().categoryHash(1)).isEqualTo(ItemHistory.hash("milk"));
    assertThat(state.steps().count()).isEqualTo(1);
    assertThat(state.lastPurchaseAt()).isEqualTo(micros(1));
  }

  @Test
  void linesWithoutCategoryLeaveNoItem() {
    fold(TestEvents.purchase("1", TestEvents.day(1), 500, (String) null));

    assertThat(state.items().count()).isZero();
    assertThat(state.boughtAt("bread")).isZero();
  }

  @Test
  void remembersWhenACategoryWasBought() {
    fold(TestEvents.purchase("2", TestEvents.day(3), 500, "bread"));
    fold(TestEvents.purchase("1", TestEvents.day(1), 500, "bread"));

    long rounding = micros(3) - state.boughtAt("bread");
    assertThat(rounding).isBetween(0L, 256_000_000L);
  }

  @Test
  void ordersInAnotherCurrencyCountWithoutTheirMoney() {
    fold(TestEvents.purchase("1", TestEvents.day(1), 500));
    fold(TestEvents.order("2", TestEvents.day(2), PurchaseKind.PURCHASE, 900, "EUR"));

    assertThat(state.currency()).isEqualTo("USD");
    assertThat(state.purchases()).isEqualTo(2);
    assertThat(state.money.spentMinor()).isEqualTo(500);
    assertThat(state.otherCurrencyOrders()).isEqualTo(1);
  }

  @Test
  void refundsDoNotReducePurchases() {
    fold(TestEvents.purchase("1", TestEvents.day(1), 500));
    fold(TestEvents.order("2", TestEvents.day(2), PurchaseKind.REFUND, 200, "USD"));

    assertThat(state.purchases()).isEqualTo(1);
    assertThat(state.money.spentMinor()).isEqualTo(500);
    assertThat(state.money.refundedMinor()).isEqualTo(200);
  }

  @Test
  void unknownKindsAreSeenAndNothingElse() {
    fold(TestEvents.click("1", TestEvents.day(1), ClickKind.UNKNOWN));
    fold(TestEvents.order("2", TestEvents.day(2), PurchaseKind.UNKNOWN, 900, "USD"));
    fold(TestEvents.ticket("3", TestEvents.day(3), TicketKind.UNKNOWN, TicketAuthor.UNKNOWN, 1));
    fold(TestEvents.outcome("4", TestEvents.day(4), OutcomeKind.UNKNOWN));

    assertThat(state.lastEventAt()).isEqualTo(micros(4));
    assertThat(state.firstEventAt()).isEqualTo(micros(1));
    assertThat(state.clicks() + state.purchases() + state.tickets()).isZero();
    assertThat(state.steps().count()).isZero();
    assertThat(state.currency()).isEmpty();
  }

  @Test
  void answersToAlertsAreNoAnswersToOffers() {
    OfferOutcome heard =
        (OfferOutcome) TestEvents.outcome("1", TestEvents.day(1), OutcomeKind.ACCEPTED).record();
    fold(Event.of(OfferOutcome.newBuilder(heard).setAlertId("a1").build()));

    assertThat(state.lastEventAt()).isEqualTo(micros(1));
    assertThat(state.steps().count()).isZero();
    assertThat(state.acceptedOffers.contains("o1")).isFalse();
  }

  @Test
  void messagesOfAgentsAreNoStep() {
    fold(TestEvents.ticket("1", TestEvents.day(1), TicketKind.OPENED, TicketAuthor.CUSTOMER, null));
    fold(TestEvents.ticket("2", TestEvents.day(2), TicketKind.MESSAGE, TicketAuthor.AGENT, null));
    fold(
        TestEvents.ticket("3", TestEvents.day(3), TicketKind.MESSAGE, TicketAuthor.CUSTOMER, null));

    assertThat(state.steps().count()).isEqualTo(2);
    assertThat(state.tickets()).isEqualTo(1);
  }

  @Test
  void theNewestRatingCountsInWhateverOrder() {
    fold(TestEvents.ticket("2", TestEvents.day(5), TicketKind.CLOSED, TicketAuthor.AGENT, 2));
    fold(TestEvents.ticket("1", TestEvents.day(1), TicketKind.CLOSED, TicketAuthor.AGENT, 5));

    assertThat(state.tickets.satisfaction()).isEqualTo(2);
    assertThat(state.tickets.open()).isZero();
  }

  @Test
  void theNewestProfileCountsAsAWhole() {
    fold(TestEvents.profile("2", TestEvents.day(5), "de-DE", "Europe/Berlin", false, "gold"));
    fold(TestEvents.profile("1", TestEvents.day(1), "en-US", "UTC", true, "silver"));

    assertThat(state.hasProfile()).isTrue();
    assertThat(state.locale()).isEqualTo("de-DE");
    assertThat(state.timeZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(state.consents(ConsentPurpose.MARKETING)).isFalse();
    assertThat(state.inSegment("gold")).isTrue();
    assertThat(state.inSegment("silver")).isFalse();
  }

  @Test
  void aZoneThatNobodyKnowsIsUtc() {
    fold(TestEvents.profile("1", TestEvents.day(1), "en-US", "Mars/Olympus", true));

    assertThat(state.timeZone()).isEqualTo(ZoneOffset.UTC);
  }

  @Test
  void withoutAProfileNothingIsGranted() {
    assertThat(state.hasProfile()).isFalse();
    assertThat(state.locale()).isEqualTo("und");
    assertThat(state.consents(ConsentPurpose.MARKETING)).isFalse();
  }

  @Test
  void aRemovedProfileGrantsNothingUntilANewerOneComes() {
    fold(TestEvents.profile("1", TestEvents.day(1), "en-US", "Europe/Berlin", true, "gold"));
    long lastEventAt = state.lastEventAt();
    state.removeProfile(Micros.of(TestEvents.day(3)));

    assertThat(state.consents(ConsentPurpose.MARKETING)).isFalse();
    assertThat(state.inSegment("gold")).isFalse();
    assertThat(state.timeZone()).isEqualTo(ZoneId.of("UTC"));
    assertThat(state.lastEventAt()).isEqualTo(lastEventAt);

    fold(TestEvents.profile("2", TestEvents.day(2), "en-US", "UTC", true, "gold"));
    assertThat(state.consents(ConsentPurpose.MARKETING)).isFalse();
    fold(TestEvents.profile("3", TestEvents.day(4), "en-US", "UTC", true, "gold"));
    assertThat(state.consents(ConsentPurpose.MARKETING)).isTrue();
  }

  @Test
  void knowsTheClickBeforeTheNewest() {
    fold(TestEvents.click("3", TestEvents.day(3), ClickKind.VIEW));
    assertThat(state.previousClickAt()).isZero();
    fold(TestEvents.click("1", TestEvents.day(1), ClickKind.VIEW));
    fold(TestEvents.click("2", TestEvents.day(2), ClickKind.SEARCH));

    assertThat(state.lastClickAt()).isEqualTo(micros(3));
    assertThat(state.previousClickAt()).isEqualTo(micros(2));
  }

  @Test
  void aRepeatBeyondTheRingIsNotNoticed() {
    for (int i = 0; i <= RecentIds.CAPACITY; i++) {
      fold(TestEvents.click("e" + i, TestEvents.day(i), ClickKind.VIEW));
    }

    assertThat(fold(TestEvents.click("e1", TestEvents.day(1), ClickKind.VIEW)))
        .isEqualTo(Fold.Outcome.DUPLICATE);
    assertThat(fold(TestEvents.click("e0", TestEvents.day(0), ClickKind.VIEW)))
        .isEqualTo(Fold.Outcome.FOLDED);
  }

  @Test
  void streamTimeIsWhenEventsWereAvailable() {
    Instant at = TestEvents.day(1);
    Event late =
        new Event(
            io.tidewatch.schemas.Topic.CLICKSTREAM,
            "c1",
            "1",
            TestEvents.micros(at),
            micros(9),
            TestEvents.click("1", at, ClickKind.VIEW).record());

    fold(late);
    fold(TestEvents.click("2", TestEvents.day(4), ClickKind.VIEW));

    assertThat(state.now()).isEqualTo(micros(9));
    assertThat(state.lastEventAt()).isEqualTo(micros(4));
  }

  @Test
  void refusesErasures() {
    Event erasure =
        Event.of(
            ErasureRequest.newBuilder()
                .setEventId("1")
                .setCustomerId("c1")
                .setOccurredAt(TestEvents.day(1))
                .setRequestedBy("desk")
                .build());

    assertThatThrownBy(() -> fold(erasure))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("erasures are not folded");
  }
}
