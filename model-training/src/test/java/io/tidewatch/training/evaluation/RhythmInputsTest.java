package io.tidewatch.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RhythmInputsTest {
  @Test
  void offsetIsTheLogarithmOfTheRate() {
    Examples examples =
        RhythmInputs.of(
            List.of(
                new PurchaseCase(
                    "c",
                    new float[0],
                    new float[0],
                    new PurchaseSummary(2, 15, 20, 0),
                    new Outcome(3, 10))));

    assertThat(examples.offsets()[0][0]).isCloseTo((float) Math.log(2.25 / 25), within(1e-6f));
    assertThat(examples.labels()[0][0]).isEqualTo(3);
  }

  @Test
  void silenceSpeaksTheMoreOfLeavingTheOftenerSomebodyCame() {
    float[] often = RhythmInputs.row(new PurchaseSummary(20, 15, 39, 0));
    float[] seldom = RhythmInputs.row(new PurchaseSummary(2, 15, 39, 0));

    assertThat(often).hasSize(9);
    for (int i = 5; i < often.length; i++) {
      assertThat(often[i]).isLessThan(seldom[i]);
      assertThat(seldom[i]).isNegative();
    }
  }

  @Test
  void areFiniteForWhoCameOnTheLastDay() {
    for (float input : RhythmInputs.row(new PurchaseSummary(0, 0, 0, 0))) {
      assertThat(input).isFinite();
    }
  }
}
