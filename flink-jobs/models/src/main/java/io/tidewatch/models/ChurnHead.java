package io.tidewatch.models;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The layers of a churn network behind its LSTM. */
final class ChurnHead {
  private ChurnHead() {}

  /**
   * Returns whether the layers join an LSTM with standardised features and are dense behind that:
   * then what an absent feature means is known, and subsets of features can be explained cheaply.
   */
  static boolean isDense(List<LayerSpec> layers) {
    Set<String> stepwise = new HashSet<>(Set.of(LayerSpec.STEPS));
    boolean recurrent = false;
    for (LayerSpec layer : layers) {
      if (layer instanceof LayerSpec.Lstm) {
        recurrent = true;
      } else if (stepwise.containsAll(layer.from())) {
        stepwise.add(layer.name());
      } else {
        boolean readsFeatures = layer.from().contains(LayerSpec.FEATURES);
        boolean standardises = layer instanceof LayerSpec.Standardise;
        if (readsFeatures != standardises || !standardises && !(layer instanceof LayerSpec.Dense)) {
          return false;
        }
      }
    }
    return recurrent;
  }
}
