package io.tidewatch.training.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CrossFitTest {

  @Test
  void rareRewardsKeepTheirLevel() {
    int[] chosen = new int[5_000];
    boolean[] rewarded = new boolean[chosen.length];
    Random random = new Random(1);
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = random.nextInt(2);
      rewarded[i] = random.nextDouble() < (chosen[i] == 1 ? 0.02 : 0.005);
    }

    double[][] modelled =
        CrossFit.probabilities(
            2, (decision, choice) -> new float[] {1 - choice, choice}, chosen, rewarded);

    assertThat(Arrays.stream(modelled).mapToDouble(of -> of[0]).average().orElseThrow())
        .isEqualTo(0.005, within(0.003));
    assertThat(Arrays.stream(modelled).mapToDouble(of -> of[1]).average().orElseThrow())
        .isEqualTo(0.02, within(0.006));
  }

  @Test
  void noDecisionIsLearnedFromForItself() {
    int[] chosen = new int[100];
    boolean[] rewarded = new boolean[100];
    rewarded[0] = true;
    rewarded[7] = true;

    double[][] modelled =
        CrossFit.probabilities(
            1, (decision, choice) -> new float[] {decision == 7 ? 1 : 0}, chosen, rewarded);

    assertThat(modelled[7][0]).isLessThan(0.05);
  }
}
