package io.tidewatch.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.customer.Feature;
import io.tidewatch.customer.FeatureCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The simple models that the churn network is measured against: logistic regression on the same
 * features, and recency. Immutable.
 */
public final class ChurnBaselines {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int RECENCY =
      FeatureCatalogue.features().indexOf(Feature.DAYS_SINCE_PURCHASE);

  private final Standardisation features;
  private final LogisticRegression logistic;
  private final RecencyRanking recency;

  private ChurnBaselines(
      Standardisation features, LogisticRegression logistic, RecencyRanking recency) {
    this.features = features;
    this.logistic = logistic;
    this.recency = recency;
  }

  static ChurnBaselines fit(
      Standardisation features, LogisticRegression logistic, List<ChurnExample> train) {
    double[] recencies =
        train.stream().mapToDouble(e -> e.snapshot().features()[RECENCY]).toArray();
    return new ChurnBaselines(
        features, logistic, RecencyRanking.fit(recencies, ChurnParts.churned(train)));
  }

  /**
   * Returns the churn probability by logistic regression.
   *
   * @param vector a feature vector of the catalogue, not standardised
   */
  public double logisticRegression(float[] vector) {
    return logistic.probability(features.apply(vector));
  }

  /**
   * Returns the churn probability by time since the last purchase.
   *
   * @param vector a feature vector of the catalogue, not standardised
   */
  public double recency(float[] vector) {
    return recency.probability(vector[RECENCY]);
  }

  /** Returns bytes that {@link #read} takes: JSON. */
  public byte[] write() {
    ObjectNode root = JSON.createObjectNode();
    root.put("catalogueDigest", FeatureCatalogue.digest());
    root.set("mean", JSON.valueToTree(features.mean()));
    root.set("scale", JSON.valueToTree(features.scale()));
    root.set("weights", JSON.valueToTree(logistic.weights()));
    root.put("bias", logistic.bias());
    root.set("recency", JSON.valueToTree(recency.recency()));
    root.set("rate", JSON.valueToTree(recency.rate()));
    try {
      return JSON.writeValueAsBytes(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns what a training put into {@link TrainedModel#baselines()}.
   *
   * @throws IllegalArgumentException if the bytes are something else, or the baselines were trained
   *     on another feature catalogue
   */
  public static ChurnBaselines read(byte[] bytes) {
    try {
      JsonNode root = JSON.readTree(bytes);
      String digest = root.path("catalogueDigest").asText();
      if (!digest.equals(FeatureCatalogue.digest())) {
        throw new IllegalArgumentException(
            "churn baselines are of feature catalogue '"
                + digest
                + "', this build computes "
                + FeatureCatalogue.digest()
                + "; train anew");
      }
      return new ChurnBaselines(
          Standardisation.of(
              JSON.treeToValue(root.get("mean"), float[].class),
              JSON.treeToValue(root.get("scale"), float[].class)),
          new LogisticRegression(
              JSON.treeToValue(root.get("weights"), double[].class), root.get("bias").asDouble()),
          new RecencyRanking(
              JSON.treeToValue(root.get("recency"), double[].class),
              JSON.treeToValue(root.get("rate"), double[].class)));
    } catch (IOException e) {
      throw new IllegalArgumentException("no churn baselines: " + e.getMessage(), e);
    }
  }
}
