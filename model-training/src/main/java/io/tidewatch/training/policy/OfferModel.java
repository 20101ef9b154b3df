package io.tidewatch.training.policy;

import io.tidewatch.schemas.Offer;
import io.tidewatch.training.Standardisation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What a cross-fitted logistic regression on offer and customer expects each offer to bring. It has
 * no interactions of the two: it knows which offers and which customers accept more, not which
 * customer prefers which offer.
 */
final class OfferModel {
  private final Map<String, Integer> numbers = new TreeMap<>();

  OfferModel(List<OfferChoice> choices) {
    for (OfferChoice choice : choices) {
      for (Offer offer : choice.candidates()) {
        numbers.putIfAbsent(offer.getOfferId(), numbers.size());
      }
    }
  }

  /** Returns how many offers could be made. */
  int offers() {
    return numbers.size();
  }

  /**
   * Returns the expected reward of each candidate, {@code [choices][candidates]}.
   *
   * @param accepted whether the offer that was made was accepted
   */
  double[][] expected(List<OfferChoice> choices, boolean[] accepted) {
    int width = choices.get(0).features().length;
    Standardisation scaling =
        Standardisation.fit(choices.size(), width, row -> choices.get(row).features());
    int[] made = choices.stream().mapToInt(choice -> number(choice.offer())).toArray();
    float[][] features =
        choices.stream().map(choice -> scaling.apply(choice.features())).toArray(float[][]::new);
    double[][] probabilities =
        CrossFit.probabilities(
            offers(), (decision, offer) -> inputs(features[decision], offer), made, accepted);
    return IntStream.range(0, made.length)
        .mapToObj(i -> expected(choices.get(i), probabilities[i]))
        .toArray(double[][]::new);
  }

  private double[] expected(OfferChoice choice, double[] probabilities) {
    return choice.candidates().stream()
        .mapToDouble(offer -> offer.getValueMinor() * probabilities[number(offer)])
        .toArray();
  }

  private int number(Offer offer) {
    return numbers.get(offer.getOfferId());
  }

  private float[] inputs(float[] features, int offer) {
    float[] inputs = new float[offers() + features.length];
    inputs[offer] = 1;
    System.arraycopy(features, 0, inputs, offers(), features.length);
    return inputs;
  }
}
