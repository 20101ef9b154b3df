package io.tidewatch.platform.model;

import io.tidewatch.customer.ChurnStep;
import io.tidewatch.customer.Feature;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.models.Activation;
import io.tidewatch.models.LayerSpec;
import io.tidewatch.models.Manifest;
import io.tidewatch.models.Probe;
import io.tidewatch.models.Provenance;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.ReleaseWriter;
import io.tidewatch.models.Source;
import io.tidewatch.models.SpendTransform;
import io.tidewatch.models.Task;
import io.tidewatch.models.monitor.Reference;
import io.tidewatch.models.signing.SigningKey;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A churn release that calls those the surest to stay who have been away the longest. */
final class InvertedRelease {
  private static final int DAYS_SINCE_PURCHASE = Feature.DAYS_SINCE_PURCHASE.ordinal();
  private static final float WEIGHT = -4f;
  private static final float BIAS = (float) (4 * Math.log(11)); // even at 10 days

  private InvertedRelease() {}

  /**
   * Returns the signed zip.
   *
   * @param promise what it says its scores will be
   */
  static byte[] zip(Reference promise, SigningKey key) throws RefusedReleaseException {
    int features = FeatureCatalogue.size();
    Manifest manifest =
        new Manifest(
            "churn",
            "inverted",
            new Task.Churn(
                FeatureCatalogue.digest(),
                ChurnStep.names(),
                28,
                new SpendTransform(SpendTransform.Kind.LINEAR, 1f),
                List.of(Task.Churn.CHURN)),
            List.of(
                new LayerSpec.Dense(
                    Task.Churn.CHURN,
                    List.of(LayerSpec.FEATURES),
                    features,
                    1,
                    Activation.SIGMOID)),
            new Provenance(Provenance.UNKNOWN, "written by hand", 0, Source.DL4J),
            new TreeMap<>(),
            Optional.of(promise));
    float[] weights = new float[features];
    weights[DAYS_SINCE_PURCHASE] = WEIGHT;
    return new ReleaseWriter(manifest)
        .tensor("churn/W", weights)
        .tensor("churn/b", new float[] {BIAS})
        .tensor(Task.Churn.REFERENCE_FEATURES, new float[features])
        .probe(probe(1))
        .probe(probe(30))
        .source(new byte[0])
        .card("# Inverted\n")
        .signedBy(key)
        .write();
  }

  private static Probe probe(int days) {
    float[] features = new float[FeatureCatalogue.size()];
    features[DAYS_SINCE_PURCHASE] = (float) Math.log1p(days);
    double sum = WEIGHT * features[DAYS_SINCE_PURCHASE] + BIAS;
    return new Probe(
        new float[0], features, new float[0], new float[] {(float) (1 / (1 + Math.exp(-sum)))});
  }
}
