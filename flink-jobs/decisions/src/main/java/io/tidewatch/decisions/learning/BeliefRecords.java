package io.tidewatch.decisions.learning;

import io.tidewatch.schemas.BeliefScope;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.OfferBelief;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes beliefs as records and reads them again, bit for bit. Stateless. */
final class BeliefRecords {
  private BeliefRecords() {}

  static OfferBelief write(String key, Belief belief) {
    double[] mean = belief.mean();
    double[] covariance = belief.covariance();
    List<Double> triangle = new ArrayList<>();
    for (int i = 0; i < mean.length; i++) {
      for (int j = 0; j <= i; j++) {
        triangle.add(covariance[i * mean.length + j]);
      }
    }
    return OfferBelief.newBuilder()
        .setKey(key)
        .setScope(scope(key))
        .setInputs(LearningInputs.NAMES)
        .setMean(Arrays.stream(mean).boxed().toList())
        .setCovariance(triangle)
        .setOutcomes(belief.outcomes())
        .setUpdatedAt(Micros.toInstant(belief.updatedAtMicros()))
        .build();
  }

  static Belief read(OfferBelief learned) {
    scope(learned.getKey());
    int size = LearningInputs.SIZE;
    if (!learned.getInputs().equals(LearningInputs.NAMES)) {
      throw new IllegalArgumentException(
          learned.getKey()
              + " was learned from the inputs "
              + learned.getInputs()
              + ", this version has "
              + LearningInputs.NAMES
              + "; learn again from the topic outcomes");
    }
    if (learned.getMean().size() != size || learned.getCovariance().size() != triangle(size)) {
      throw new IllegalArgumentException(
          "%s has %d means and %d covariances, but must have %d and %d"
              .formatted(
                  learned.getKey(),
                  learned.getMean().size(),
                  learned.getCovariance().size(),
                  size,
                  triangle(size)));
    }
    double[] covariance = new double[size * size];
    int next = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double value = learned.getCovariance().get(next++);
        covariance[i * size + j] = value;
        covariance[j * size + i] = value;
      }
    }
    for (int i = 0; i < size; i++) {
      double mean = learned.getMean().get(i);
      double variance = covariance[i * size + i];
      if (!Double.isFinite(mean) || !(variance > 0) || !Double.isFinite(variance)) {
        throw new IllegalArgumentException(
            "%s: %s has the mean %s and the variance %s, must be finite and the variance above 0"
                .formatted(learned.getKey(), LearningInputs.NAMES.get(i), mean, variance));
      }
    }
    return new Belief(
        learned.getMean().stream().mapToDouble(Double::doubleValue).toArray(),
        covariance,
        Micros.of(learned.getUpdatedAt()),
        learned.getOutcomes());
  }

  private static int triangle(int size) {
    return size * (size + 1) / 2;
  }

  private static BeliefScope scope(String key) {
    for (Weights weights : Weights.values()) {
      if (key.startsWith(weights.prefix())) {
        return weights.scope();
      }
    }
    throw new IllegalArgumentException(
        "'" + key + "' is no key of a belief; shared, campaign/ID and offer/ID are");
  }
}
