package io.tidewatch.models;

import io.tidewatch.customer.ChurnStep;
import io.tidewatch.customer.FeatureCatalogue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What goes into the network of a task and what comes out of it, as this build computes it.
 *
 * @param stepSource source that changes per step; empty if nothing does
 * @param stepWidth its width
 * @param scoreSources width of each source that changes per score by name, in the order of a
 *     probe's features
 * @param outputs names of the output layers
 * @param outputWidth width of each of them
 */
record Ports(
    String stepSource,
    int stepWidth,
    LinkedHashMap<String, Integer> scoreSources,
    List<String> outputs,
    int outputWidth) {
  private static final String NONE = "";

  static Ports of(Task task) {
    var scoreSources = new LinkedHashMap<String, Integer>();
    if (task instanceof Task.Recommend recommend) {
      int categories = recommend.vocabulary().size();
      scoreSources.put(LayerSpec.RECENT, categories);
      return new Ports(
          LayerSpec.ITEMS, 1, scoreSources, List.of(Task.Recommend.CATEGORIES), categories);
    }
    if (task instanceof Task.Text text) {
      scoreSources.put(LayerSpec.TOKENS, text.tokens());
      scoreSources.put(LayerSpec.GRAMS, text.grams());
      return new Ports(NONE, 1, scoreSources, List.of(Task.Text.LABELS), text.labels().size());
    }
    scoreSources.put(LayerSpec.FEATURES, FeatureCatalogue.size());
    return new Ports(
        LayerSpec.STEPS, ChurnStep.WIDTH, scoreSources, ((Task.Churn) task).outputs(), 1);
  }

  /** Returns the width of each source by name. */
  Map<String, Integer> sources() {
    var sources = new LinkedHashMap<>(scoreSources);
    if (!stepSource.equals(NONE)) {
      sources.put(stepSource, stepWidth);
    }
    return sources;
  }

  /** Returns the first source that changes per score; the only one but of texts. */
  String scoreSource() {
    return scoreSources.keySet().iterator().next();
  }

  /** Returns the width of all sources together that change per score. */
  int scoreWidth() {
    return scoreSources.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Returns the width of all outputs together. */
  int allOutputs() {
    return outputs.size() * outputWidth;
  }

  /** Returns how many features a probe of this network has: none if the network reads none. */
  int probeFeatures(List<LayerSpec> layers) {
    boolean read =
        layers.stream().flatMap(layer -> layer.from().stream()).anyMatch(scoreSources::containsKey);
    return read ? scoreWidth() : 0;
  }
}
