package io.tidewatch.connectors.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.connectors.gateway.query.Trial.Arm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TrialTest {
  private static final long DAY = 86_400_000L;

  @Test
  void countsPurchasesInTheWindowAfterTheFirstChance() {
    Trial entered = Trial.read(Optional.empty()).chance(Arm.HELD_OUT, 10 * DAY);

    assertThat(entered.purchase(9 * DAY).bought()).isFalse();
    assertThat(entered.purchase(10 * DAY).bought()).isFalse();
    assertThat(entered.purchase(11 * DAY).bought()).isTrue();
    assertThat(entered.purchase(38 * DAY).bought()).isTrue();
    assertThat(entered.purchase(38 * DAY + 1).bought()).isFalse();
  }

  @Test
  void theFirstChanceDrawsTheArm() {
    Trial trial = Trial.read(Optional.empty()).chance(Arm.OFFERED, 5).chance(Arm.HELD_OUT, 6);

    assertThat(trial.arm()).contains(Arm.OFFERED);
    assertThat(trial.chance(Arm.HELD_OUT, 4).arm()).contains(Arm.HELD_OUT);
  }

  @Test
  void readsWhatItWrote() {
    Trial trial = Trial.read(Optional.empty()).purchase(3).purchase(1).chance(Arm.HELD_OUT, 2);

    assertThat(Trial.read(Optional.of(trial.bytes()))).isEqualTo(trial);
  }

  @Test
  void theResultIsTheSameInWhateverOrder() {
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      List<UnaryOperator<Trial>> events = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        long at = random.nextInt(60) * DAY;
        Arm arm = random.nextBoolean() ? Arm.OFFERED : Arm.HELD_OUT;
        events.add(
            random.nextBoolean() ? trial -> trial.purchase(at) : trial -> trial.chance(arm, at));
      }
      Trial inOrder = result(events);
      Collections.shuffle(events, random);
      Trial shuffled = result(events);
      assertThat(shuffled.arm()).isEqualTo(inOrder.arm());
      assertThat(shuffled.bought()).isEqualTo(inOrder.bought());
    }
  }

  private static Trial result(List<UnaryOperator<Trial>> events) {
    Trial trial = Trial.read(Optional.empty());
    for (UnaryOperator<Trial> event : events) {
      trial = event.apply(trial);
    }
    return trial;
  }
}
