package io.tidewatch.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.models.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/**
 * The simple rankings that the recommender is measured against: popularity, and item-kNN over all
 * that the customer ever bought. Immutable.
 */
public final class RecommenderBaselines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Vocabulary vocabulary;
  private final float[] popularity;
  private final ItemKnn knn;

  private RecommenderBaselines(Vocabulary vocabulary, float[] popularity, ItemKnn knn) {
    this.vocabulary = vocabulary;
    this.popularity = popularity;
    this.knn = knn;
  }

  static RecommenderBaselines fit(
      List<CategoryIndex> customers, Vocabulary vocabulary, long beforeMicros) {
    float[] popularity = new float[vocabulary.size()];
    for (CategoryIndex customer : customers) {
      int items = customer.itemsBefore(beforeMicros);
      for (int i = 0; i < items; i++) {
        popularity[customer.items()[i]]++;
      }
    }
    return new RecommenderBaselines(
        vocabulary, popularity, ItemKnn.of(customers, vocabulary.size(), beforeMicros));
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  /** How often each category was bought in the training part. */
  float[] popularity() {
    return popularity.clone();
  }

  ItemKnn knn() {
    return knn;
  }

  /** Returns scores that rank nothing bought yet: zeros, to be moved by {@link #bought}. */
  float[] knnStart() {
    return new float[popularity.length];
  }

  /** Moves item-kNN scores by one bought piece. */
  void bought(int category, float[] scores) {
    knn.bought(category, scores);
  }

  /** Returns bytes that {@link #read} takes: JSON. */
  public byte[] write() {
    ObjectNode root = JSON.createObjectNode();
    root.set("vocabulary", JSON.valueToTree(vocabulary.categories()));
    root.set("popularity", JSON.valueToTree(popularity));
    root.set("similarity", JSON.valueToTree(knn.similarity()));
    try {
      return JSON.writeValueAsBytes(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns what a training put into {@link TrainedModel#baselines()}.
   *
   * @throws IllegalArgumentException if the bytes are something else
   */
  public static RecommenderBaselines read(byte[] bytes) {
    try {
      JsonNode root = JSON.readTree(bytes);
      if (!root.hasNonNull("vocabulary")
          || !root.hasNonNull("popularity")
          || !root.hasNonNull("similarity")) {
        throw new IllegalArgumentException("no recommender baselines: fields are missing");
      }
      return new RecommenderBaselines(
          new Vocabulary(Arrays.asList(JSON.treeToValue(root.get("vocabulary"), String[].class))),
          JSON.treeToValue(root.get("popularity"), float[].class),
          new ItemKnn(JSON.treeToValue(root.get("similarity"), float[][].class)));
    } catch (IOException e) {
      throw new IllegalArgumentException("no recommender baselines: " + e.getMessage(), e);
    }
  }
}
