package io.tidewatch.training;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.Feature;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.models.monitor.Occasion;
import io.tidewatch.models.monitor.Reference;
import io.tidewatch.models.monitor.Sample;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a release promises of its scores and inputs: measured on the validation part, whose
 * customers the network has not learned from. Snapshots stand for the live job's regular
 * rescorings, which come to each customer at the same pace as they do.
 */
final class ChurnReference {
  private ChurnReference() {}

  static Reference of(ChurnFit fit, ChurnParts parts, int steps) {
    double[] scores = fit.scores(parts.validation(), steps)[0];
    BinaryMetrics quality = BinaryMetrics.of(scores, ChurnParts.churned(parts.validation()));
    Map<Occasion, Sample> samples = new EnumMap<>(Occasion.class);
    samples.put(Occasion.REGULAR, sample(parts.validation(), scores));
    if (!parts.atEvents().isEmpty()) {
      samples.put(Occasion.EVENT, sample(parts.atEvents(), fit.scores(parts.atEvents(), steps)[0]));
    }
    return new Reference(quality.auc(), quality.calibrationError(), samples);
  }

  private static Sample sample(List<ChurnExample> examples, double[] scores) {
    float[] probabilities = new float[scores.length];
    for (int i = 0; i < scores.length; i++) {
      probabilities[i] = (float) scores[i];
    }
    return Sample.of(
        FeatureCatalogue.features().stream().map(Feature::featureName).toList(),
        absent(),
        probabilities,
        examples.stream().map(example -> example.snapshot().features()).toList());
  }

  /** What the features are of a customer of whom nothing was seen, at whatever time. */
  static float[] absent() {
    float[] absent = new float[FeatureCatalogue.size()];
    FeatureCatalogue.vector(new CustomerState(), 0, absent);
    return absent;
  }
}
