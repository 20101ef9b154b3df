package io.tidewatch.training.text;

import java.util.List;

/**
 * How much networks and the linear model count in the logits that are served. Immutable.
 *
 * @param networks factor of the mean of the networks' logits; 0 if they are left out
 * @param linear factor of the linear model's margins; 0 if it is left out
 */
record TextMixture(double networks, double linear) {
  /** Both as they are. */
  static final TextMixture EQUAL = new TextMixture(1, 1);

  static final TextMixture NETWORKS_ALONE = new TextMixture(1, 0);
  static final TextMixture LINEAR_ALONE = new TextMixture(0, 1);

  private static final double[] FACTORS = {0, 0.25, 0.35, 0.5, 0.7, 1, 1.4, 2, 2.8, 4, 5.6, 8};

  /** Of fewer texts chance would decide. */
  private static final int FEWEST_TEXTS = 20;

  /**
   * What was said of a text by models that did not learn from it.
   *
   * @param network logit of each label
   * @param margins the linear model's margin of each label, on the scale of logits
   * @param label the right label
   */
  record HeldOut(float[] network, float[] margins, int label) {}

  /**
   * Returns the mixture under which the truth about held-out texts is the likeliest; without the
   * networks if with them no more texts are right, by more than chance would make it, than by the
   * linear model alone. Networks take some twenty times as long.
   */
  static TextMixture fit(List<HeldOut> texts) {
    if (texts.size() < FEWEST_TEXTS) {
      return EQUAL;
    }
    TextMixture both = likeliest(texts, FACTORS);
    return both.networks() == 0 || both.isSurelyBetter(LINEAR_ALONE, texts)
        ? both
        : likeliest(texts, new double[] {0});
  }

  private static TextMixture likeliest(List<HeldOut> texts, double[] networkFactors) {
    TextMixture best = LINEAR_ALONE;
    double least = best.loss(texts);
    for (double networks : networkFactors) {
      for (double linear : FACTORS) {
        TextMixture mixture = new TextMixture(networks, linear);
        double loss = mixture.loss(texts);
        if (networks + linear > 0 && loss < least) {
          least = loss;
          best = mixture;
        }
      }
    }
    return best;
  }

  /**
   * Whether more texts are won than lost by more than one standard deviation of that difference,
   * were each of them won or lost by chance (McNemar 1947).
   */
  private boolean isSurelyBetter(TextMixture other, List<HeldOut> texts) {
    int won = 0;
    int lost = 0;
    for (HeldOut text : texts) {
      boolean right = isRight(text);
      boolean otherRight = other.isRight(text);
      won += right && !otherRight ? 1 : 0;
      lost += !right && otherRight ? 1 : 0;
    }
    return won - lost > Math.sqrt(won + lost);
  }

  private boolean isRight(HeldOut text) {
    for (int label = 0; label < text.network().length; label++) {
      if (label != text.label() && logit(text, label) >= logit(text, text.label())) {
        return false;
      }
    }
    return true;
  }

  /** Returns the mean of what the truth was a surprise, in nats. */
  private double loss(List<HeldOut> texts) {
    return texts.stream().mapToDouble(this::surprise).average().orElseThrow();
  }

  private double surprise(HeldOut text) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int label = 0; label < text.network().length; label++) {
      largest = Math.max(largest, logit(text, label));
    }
    double sum = 0;
    for (int label = 0; label < text.network().length; label++) {
      sum += Math.exp(logit(text, label) - largest);
    }
    return Math.log(sum) + largest - logit(text, text.label());
  }

  private double logit(HeldOut text, int label) {
    return networks * text.network()[label] + linear * text.margins()[label];
  }
}
