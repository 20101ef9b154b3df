package io.tidewatch.training;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Item-based nearest neighbours (Sarwar et al. 2001): the similarity of two categories is the
 * cosine of the sets of customers who bought them; a category's score is the sum of its
 * similarities to all that the customer bought, piece by piece. A category is most similar to
 * itself, so that what was bought before ranks high. Immutable.
 */
final class ItemKnn {
  private final float[][] similarity;

  ItemKnn(float[][] similarity) {
    this.similarity = similarity;
  }

  /** Counts who bought what together before a time. */
  static ItemKnn of(List<CategoryIndex> customers, int vocabulary, long beforeMicros) {
    float[][] together = new float[vocabulary][vocabulary];
    for (CategoryIndex customer : customers) {
      Set<Integer> bought = new HashSet<>();
      int items = customer.itemsBefore(beforeMicros);
      for (int i = 0; i < items; i++) {
        bought.add(customer.items()[i]);
      }
      for (int a : bought) {
        for (int b : bought) {
          together[a][b]++;
        }
      }
    }
    float[][] similarity = new float[vocabulary][vocabulary];
    for (int a = 0; a < vocabulary; a++) {
      for (int b = 0; b < vocabulary; b++) {
        if (together[a][b] > 0) {
          similarity[a][b] =
              (float) (together[a][b] / Math.sqrt((double) together[a][a] * together[b][b]));
        }
      }
    }
    return new ItemKnn(similarity);
  }

  float[][] similarity() {
    return similarity;
  }

  /** Adds what one more piece of a category does to the scores. */
  void bought(int category, float[] scores) {
    float[] row = similarity[category];
    for (int i = 0; i < scores.length; i++) {
      scores[i] += row[i];
    }
  }
}
