package io.tidewatch.models.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AucTest {
  @Test
  void countsTiesAsHalf() {
    Auc auc =
        Auc.of(new float[] {0.9f, 0.5f, 0.5f, 0.1f}, new boolean[] {true, true, false, false});
    assertThat(auc.value()).isEqualTo(3.5 / 4);
  }

  /** By hand: placements of the positives 1 and 3/4 have variance 1/32, those of the others too. */
  @Test
  void givesDeLongsStandardError() {
    Auc auc =
        Auc.of(new float[] {0.9f, 0.5f, 0.5f, 0.1f}, new boolean[] {true, true, false, false});
    assertThat(auc.standardError()).isCloseTo(Math.sqrt(1 / 32.0 / 2 * 2), within(1e-12));
  }

  @Test
  void needsBothOutcomes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Auc.of(new float[] {1, 0, 0}, new boolean[] {true, false, false}))
        .withMessageContaining("1 positive and 2 negative");
  }

  @Property(tries = 50)
  void isTheShareOfPairsInOrder(@ForAll long seed) {
    Random random = new Random(seed);
    float[] scores = new float[60];
    boolean[] labels = new boolean[60];
    for (int i = 0; i < 60; i++) {
      scores[i] = random.nextInt(20) / 20f;
      labels[i] = i < 2 || i > 3 && random.nextBoolean();
    }
    double won = 0;
    int pairs = 0;
    for (int i = 0; i < 60; i++) {
      for (int j = 0; j < 60; j++) {
        if (labels[i] && !labels[j]) {
          won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
          pairs++;
        }
      }
    }
    assertThat(Auc.of(scores, labels).value()).isCloseTo(won / pairs, within(1e-12));
  }

  @Test
  void theStandardErrorIsHowFarSamplesSpread() {
    double sum = 0;
    double squares = 0;
    double claimed = 0;
    int samples = 300;
    for (int seed = 0; seed < samples; seed++) {
      Random random = new Random(seed);
      float[] scores = new float[200];
      boolean[] labels = new boolean[200];
      for (int i = 0; i < 200; i++) {
        labels[i] = i % 3 == 0;
        scores[i] = (float) (random.nextGaussian() + (labels[i] ? 1 : 0));
      }
      Auc auc = Auc.of(scores, labels);
      sum += auc.value();
      squares += auc.value() * auc.value();
      claimed += auc.standardError();
    }
    double spread = Math.sqrt(squares / samples - Math.pow(sum / samples, 2));
    assertThat(claimed / samples).isCloseTo(spread, within(0.15 * spread));
  }
}
