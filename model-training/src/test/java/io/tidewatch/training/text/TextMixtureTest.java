package io.tidewatch.training.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.training.text.TextMixture.HeldOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextMixtureTest {
  private final Random random = new Random(3);

  @Test
  void whatKnowsNothingIsLeftOut() {
    TextMixture onlyLinear = TextMixture.fit(texts(400, 0, 2));
    assertThat(onlyLinear.networks()).isLessThan(0.3);
    assertThat(onlyLinear.linear()).isPositive();

    TextMixture onlyNetworks = TextMixture.fit(texts(400, 2, 0));
    assertThat(onlyNetworks.networks()).isPositive();
    assertThat(onlyNetworks.linear()).isLessThan(0.3);
  }

  @Test
  void whatKnowsMoreCountsMore() {
    TextMixture mixture = TextMixture.fit(texts(2_000, 1, 2));
    assertThat(mixture.linear()).isGreaterThan(mixture.networks());
    assertThat(mixture.networks()).isPositive();
  }

  /**
   * Likelier, since the network knows when the linear model is too sure, but no more often right.
   */
  @Test
  void networksThatMakeNothingMoreRightAreLeftOut() {
    List<HeldOut> texts = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      boolean wrong = i % 8 == 0;
      float margin = wrong ? -2 : 2;
      float known = wrong ? 1.5f : 3;
      texts.add(new HeldOut(new float[] {known, 0}, new float[] {margin, -margin}, 0));
    }
    TextMixture mixture = TextMixture.fit(withoutHelp(texts));
    assertThat(mixture.networks()).isZero();
    assertThat(mixture.linear()).isPositive();
    assertThat(TextMixture.fit(texts).networks()).isPositive();
  }

  /** The same, but the network is right only where the linear model is. */
  private static List<HeldOut> withoutHelp(List<HeldOut> texts) {
    return texts.stream()
        .map(
            text ->
                text.margins()[0] > 0
                    ? text
                    : new HeldOut(new float[] {0, 0.5f}, text.margins(), text.label()))
        .toList();
  }

  @Test
  void ofFewTextsNothingIsLearned() {
    assertThat(TextMixture.fit(texts(19, 0, 2))).isEqualTo(TextMixture.EQUAL);
    assertThat(TextMixture.fit(List.of())).isEqualTo(TextMixture.EQUAL);
  }

  /** Logits with a noise of 1 around so much more for the right one of two labels. */
  private List<HeldOut> texts(int count, double network, double linear) {
    List<HeldOut> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(new HeldOut(logits(i % 2, network), logits(i % 2, linear), i % 2));
    }
    return texts;
  }

  private float[] logits(int label, double known) {
    var logits = new float[2];
    logits[label] = (float) (known + random.nextGaussian());
    logits[1 - label] = (float) random.nextGaussian();
    return logits;
  }
}
