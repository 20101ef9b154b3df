package io.tidewatch.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CustomerStateTest {
  private final CustomerState state = new CustomerState();

  private static long micros(double day) {
    return TestEvents.micros(TestEvents.day(day));
  }

  @Test
  void countsContactsInsideTheWindow() {
    for (int day = 1; day <= 10; day++) {
      state.contacted("offer-" + day, micros(day));
    }

    assertThat(state.contactsSince(micros(8))).isEqualTo(3);
    assertThat(state.contactsSince(0)).isEqualTo(Contacts.CAPACITY);
    assertThat(state.contactedAt("offer-10")).isEqualTo(micros(10));
    assertThat(state.contactedAt("offer-1")).isZero();
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
