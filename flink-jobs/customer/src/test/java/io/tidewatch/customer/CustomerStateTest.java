package io.tidewatch.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.schemas.Consent;
import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class CustomerStateTest {
  private final CustomerState state = new CustomerState();

  private static long micros(double day) {
    return TestEvents.micros(TestEvents.day(day));
  }

  @Test
  void countsContactsInsideTheWindow() {
    for (int day = 1; day <= 20; day++) {
      contact("offer-" + day, "email", day);
    }

    assertThat(state.contactsSince(micros(18))).isEqualTo(3);
    assertThat(state.contactsSince(0)).isEqualTo(Contacts.CAPACITY);
  }

  @Test
  void countsContactsByChannelCampaignAndGroup() {
    contact("a", "email", 1);
    contact("b", "sms", 2);
    state.contacted(TestEvents.offer("c", "coffee"), "sms", micros(3));

    assertThat(state.contactsByChannelSince("sms", micros(2))).isEqualTo(2);
    assertThat(state.contactsByChannelSince("sms", micros(2.5))).isEqualTo(1);
    assertThat(state.contactsByChannelSince("push", 0)).isZero();
    assertThat(state.contactsOfCampaignSince("spring", micros(2))).isEqualTo(2);
    assertThat(state.contactsOfCampaignSince("autumn", 0)).isZero();
    assertThat(state.contactsOfGroupSince("coffee", micros(3))).isEqualTo(1);
    assertThat(state.contactsOfGroupSince("coffee", micros(4))).isZero();
  }

  @Test
  void knowsSinceWhenItRemembersAllContacts() {
    for (int day = 1; day <= 16; day++) {
      contact("offer-" + day, "email", day);
    }

    assertThat(state.contactsAreKnownSince(micros(1.5))).isTrue();
    assertThat(state.contactsAreKnownSince(micros(1))).isFalse();
    contact("one more", "email", 17);
    assertThat(state.contactsAreKnownSince(micros(2))).isFalse();
    assertThat(state.contactsAreKnownSince(micros(2.5))).isTrue();
  }

  @Test
  void remembersTheLastAcceptedOffers() {
    for (int i = 0; i < 10; i++) {
      new Fold().fold(state, TestEvents.accepted("o" + i, TestEvents.day(i), "offer-" + i % 9));
    }

    assertThat(state.accepted("offer-0")).isTrue();
    assertThat(state.accepted("offer-1")).isFalse();
    assertThat(state.accepted("offer-2")).isTrue();
    assertThat(state.accepted("offer-8")).isTrue();
  }

  @Test
  void theLastWordOnAChannelCounts() {
    consents(granted(true), granted(false, "sms", "push"), granted(true, "push"));

    assertThat(state.consents(ConsentPurpose.MARKETING, "email")).isTrue();
    assertThat(state.consents(ConsentPurpose.MARKETING, "sms")).isFalse();
    assertThat(state.consents(ConsentPurpose.MARKETING, "push")).isTrue();
    assertThat(state.consents(ConsentPurpose.RETENTION, "push")).isFalse();
    assertThat(state.consents(ConsentPurpose.UNKNOWN, "email")).isFalse();
  }

  @Test
  void aConsentForAllChannelsEndsThoseBeforeIt() {
    consents(granted(true, "sms"), granted(false));

    assertThat(state.consents(ConsentPurpose.MARKETING, "sms")).isFalse();
  }

  @Test
  void aBetterRatingEndsAComplaint() {
    assertThat(state.complainedAt()).isZero();
    rate("t1", 2, 2);
    assertThat(state.complainedAt()).isEqualTo(micros(2));
    rate("t2", 3, 4);
    assertThat(state.complainedAt()).isZero();
  }

  private void contact(String offerId, String channel, double day) {
    state.contacted(TestEvents.offer(offerId, ""), channel, micros(day));
  }

  private static Consent granted(boolean granted, String... channels) {
    return new Consent(ConsentPurpose.MARKETING, granted, List.of(channels));
  }

  private void consents(Consent... consents) {
    new Fold().fold(state, TestEvents.consents("profile", TestEvents.day(1), consents));
  }

  private void rate(String id, double day, int stars) {
    new Fold()
        .fold(
            state,
            TestEvents.ticket(
                id, TestEvents.day(day), TicketKind.CLOSED, TicketAuthor.AGENT, stars));
  }

  @Test
  void anAlertStaysKnownAfterItWasCleared() {
    state.raiseAlert(micros(3));
    state.clearAlert();

    assertThat(state.alertOpen()).isFalse();
    assertThat(state.lastAlertAt()).isEqualTo(micros(3));
  }

  @Test
  void streamTimeNeverGoesBack() {
    state.advanceTo(micros(5));
    state.advanceTo(micros(4));

    assertThat(state.now()).isEqualTo(micros(5));
  }

  @Test
  void theOldestRecurrentStateMakesRoom() {
    for (long model = 1; model <= 5; model++) {
      state.newRecurrent(model, 2).consumed(model);
    }

    assertThat(state.hasRecurrent(1)).isFalse();
    assertThat(state.recurrent(5).consumed()).isEqualTo(5);
    assertThatThrownBy(() -> state.recurrent(1)).hasMessageContaining("no recurrent state");
  }

  @Test
  void aNewRecurrentStateReplacesThatOfTheSameModel() {
    state.newRecurrent(1, 2).values()[0] = 5f;
    state.newRecurrent(1, 3);

    assertThat(state.recurrent(1).values()).containsExactly(0f, 0f, 0f);
  }

  @Test
  void keepsOnlyModelsInUse() {
    state.newRecurrent(1, 2);
    state.newRecurrent(2, 2);
    state.retainRecurrent(model -> model == 2);

    assertThat(state.hasRecurrent(1)).isFalse();
    assertThat(state.hasRecurrent(2)).isTrue();
  }

  @Test
  void refusesAnImpossibleSize() {
    assertThatThrownBy(() -> state.newRecurrent(1, 0)).hasMessageContaining("size 0");
    assertThatThrownBy(() -> state.newRecurrent(1, 1025)).hasMessageContaining("size 1025");
  }
}
