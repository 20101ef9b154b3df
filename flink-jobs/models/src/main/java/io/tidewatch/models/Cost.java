package io.tidewatch.models;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a network costs, counted from its layers and not timed: the same on every machine. On one
 * core a million multiply-adds take the kernels some 40 to 150 microseconds.
 *
 * @param perStep multiply-adds of one step of the recurrent state
 * @param perScore multiply-adds of one score
 */
public record Cost(long perStep, long perScore) {
  /** Counts the layers of a network. */
  public static Cost of(List<LayerSpec> layers) {
    Set<String> stepwise = new HashSet<>(List.of(LayerSpec.STEPS, LayerSpec.ITEMS));
    long perStep = 0;
    long perScore = 0;
    for (LayerSpec layer : layers) {
      boolean ofStep = stepwise.containsAll(layer.from());
      if (ofStep) {
        perStep += layer.multiplyAdds();
      } else {
        perScore += layer.multiplyAdds();
      }
      // What reads the LSTM is computed per score, although the LSTM itself is computed per step.
      if (ofStep && !(layer instanceof LayerSpec.Lstm)) {
        stepwise.add(layer.name());
      }
    }
    return new Cost(perStep, perScore);
  }

  /** Returns the multiply-adds of an event that is folded and scored: one step and one score. */
  public long perEvent() {
    return perStep + perScore;
  }
}
