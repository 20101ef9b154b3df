package io.tidewatch.models.monitor;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a release promises of its scores and inputs: how both were spread over customers that its
 * training had not learned from, and how good it was there.
 *
 * @param auc area under the ROC curve of the churn probability, 0 to 1
 * @param calibrationError expected calibration error of the churn probability, 0 to 1
 * @param samples by occasion; an occasion of which training had seen nothing is not there
 */
public record Reference(double auc, double calibrationError, Map<Occasion, Sample> samples) {
  /** Copies the map. */
  public Reference {
    EnumMap<Occasion, Sample> copy = new EnumMap<>(Occasion.class);
    copy.putAll(samples);
    samples = Collections.unmodifiableMap(copy);
  }

  /** Returns the sample of an occasion. */
  public Optional<Sample> sample(Occasion occasion) {
    return Optional.ofNullable(samples.get(occasion));
  }
}
