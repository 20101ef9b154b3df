package io.tidewatch.models;

import io.tidewatch.customer.ChurnStep;
import io.tidewatch.customer.FeatureCatalogue;
import java.util.List;
import java.util.Map;

/**
 * What goes into the network of a task and what comes out of it, as this build computes it.
 *
 * @param stepSource source that changes per step
 * @param stepWidth its width
 * @param scoreSource source that changes per score
 * @param scoreWidth its width
 * @param outputs names of the output layers
 * @param outputWidth width of each of them
 */
record Ports(
    String stepSource,
    int stepWidth,
    String scoreSource,
    int scoreWidth,
    List<String> outputs,
    int outputWidth) {

  static Ports of(Task task) {
    if (task instanceof Task.Recommend recommend) {
      int categories = recommend.vocabulary().size();
      return new Ports(
          LayerSpec.ITEMS,
          1,
          LayerSpec.RECENT,
          categories,
          List.of(Task.Recommend.CATEGORIES),
          categories);
    }
    return new Ports(
        LayerSpec.STEPS,
        ChurnStep.WIDTH,
        LayerSpec.FEATURES,
        FeatureCatalogue.size(),
        ((Task.Churn) task).outputs(),
        1);
  }

  /** Returns the width of each source by name. */
  Map<String, Integer> sources() {
    return Map.of(stepSource, stepWidth, scoreSource, scoreWidth);
  }

  /** Returns the width of all outputs together. */
  int allOutputs() {
    return outputs.size() * outputWidth;
  }

  /** Returns how many features a probe of this network has: none if the network reads none. */
  int probeFeatures(List<LayerSpec> layers) {
    boolean read = layers.stream().anyMatch(layer -> layer.from().contains(scoreSource));
    return read ? scoreWidth : 0;
  }
}
