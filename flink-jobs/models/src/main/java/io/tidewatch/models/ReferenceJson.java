package io.tidewatch.models;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.models.monitor.FeatureSample;
import io.tidewatch.models.monitor.Occasion;
import io.tidewatch.models.monitor.Reference;
import io.tidewatch.models.monitor.Sample;
import io.tidewatch.models.monitor.ScoreHistogram;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The manifest's block {@code reference}, as JSON: counts of at most two samples. */
final class ReferenceJson {
  /** More cases than that tell nothing new. */
  private static final int MAX_COUNT = 1_000_000_000;

  private ReferenceJson() {}

  static void write(Reference reference, ObjectNode node) {
    node.put("auc", reference.auc()).put("calibrationError", reference.calibrationError());
    ArrayNode samples = node.putArray("samples");
    reference.samples().forEach((occasion, sample) -> write(occasion, sample, samples.addObject()));
  }

  private static void write(Occasion occasion, Sample sample, ObjectNode node) {
    node.put("occasion", occasion.name());
    sample.scores().forEach(node.putArray("scores")::add);
    ArrayNode features = node.putArray("features");
    for (FeatureSample feature : sample.features()) {
      ObjectNode one = features.addObject();
      one.put("name", feature.name()).put("absent", feature.absent());
      feature.edges().forEach(one.putArray("edges")::add);
      feature.counts().forEach(one.putArray("counts")::add);
    }
  }

  static Reference read(ManifestField reference) throws RefusedReleaseException {
    reference.onlyFields("auc", "calibrationError", "samples");
    Map<Occasion, Sample> samples = new EnumMap<>(Occasion.class);
    for (ManifestField sample : reference.objects("samples", Occasion.values().length)) {
      Occasion occasion = sample.constant("occasion", Occasion.class);
      if (samples.put(occasion, readSample(sample)) != null) {
        throw sample.refused("there are two samples of occasion " + occasion);
      }
    }
    return new Reference(
        reference.number("auc", 0, 1), reference.number("calibrationError", 0, 1), samples);
  }

  private static Sample readSample(ManifestField sample) throws RefusedReleaseException {
    sample.onlyFields("occasion", "scores", "features");
    List<Long> scores = counts(sample, "scores", ScoreHistogram.BINS);
    if (scores.size() != ScoreHistogram.BINS) {
      throw sample.refused(scores.size() + " scores must be " + ScoreHistogram.BINS);
    }
    List<FeatureSample> features = new ArrayList<>();
    for (ManifestField feature : sample.objects("features", Limits.WIDTH)) {
      features.add(readFeature(feature));
    }
    return new Sample(scores, features);
  }

  private static FeatureSample readFeature(ManifestField feature) throws RefusedReleaseException {
    feature.onlyFields("name", "absent", "edges", "counts");
    List<Float> edges =
        feature
            .numbers("edges", FeatureSample.MAX_EDGES, -Float.MAX_VALUE, Float.MAX_VALUE)
            .stream()
            .map(Double::floatValue)
            .toList();
    for (int i = 1; i < edges.size(); i++) {
      if (!(edges.get(i - 1) < edges.get(i))) {
        throw feature.refused("edges[" + i + "] must be above the one before, not " + edges);
      }
    }
    List<Long> counts = counts(feature, "counts", FeatureSample.MAX_EDGES + 2);
    if (counts.size() != edges.size() + 2) {
      throw feature.refused(
          counts.size() + " counts must be " + (edges.size() + 2) + ", two more than edges");
    }
    return new FeatureSample(
        feature.text("name"),
        (float) feature.number("absent", -Float.MAX_VALUE, Float.MAX_VALUE),
        edges,
        counts);
  }

  private static List<Long> counts(ManifestField from, String field, int maxCount)
      throws RefusedReleaseException {
    return from.integers(field, maxCount, 0, MAX_COUNT).stream().map(Integer::longValue).toList();
  }
}
