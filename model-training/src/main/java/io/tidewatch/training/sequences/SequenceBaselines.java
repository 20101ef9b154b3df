package io.tidewatch.training.sequences;

import java.util.ArrayList;
import java.util.List;

/** What the networks are compared with. All learn from all but the last two items of a customer. */
final class SequenceBaselines {
  private SequenceBaselines() {}

  /** Scores an item by how often it was taken. */
  static ItemScorer popularity(SequenceData data) {
    float[] counts = counts(data);
    return histories -> {
      float[][] scores = new float[histories.length][];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = counts.clone();
      }
      return scores;
    };
  }

  /**
   * Item-based nearest neighbours (Sarwar et al. 2001): the similarity of two items is the cosine
   * of the sets of customers who took them, and a score the sum over the items had.
   */
  static ItemScorer itemKnn(SequenceData data) {
    float[] counts = counts(data);
    List<List<Integer>> takers = lists(data.items() + 1);
    for (int customer = 0; customer < data.customers(); customer++) {
      for (int item : data.learned(customer)) {
        takers.get(item).add(customer);
      }
    }
    return histories -> {
      float[][] scores = new float[histories.length][data.items() + 1];
      for (int i = 0; i < scores.length; i++) {
        for (int had : histories[i]) {
          addSimilar(data, takers.get(had), counts, had, scores[i]);
        }
      }
      return scores;
    };
  }

  private static void addSimilar(
      SequenceData data, List<Integer> takers, float[] counts, int had, float[] scores) {
    for (int taker : takers) {
      int[] sequence = data.sequences()[taker];
      for (int i = 0; i < sequence.length - 2; i++) {
        int item = sequence[i];
        if (item != had) {
          scores[item] += (float) (1 / Math.sqrt((double) counts[had] * counts[item]));
        }
      }
    }
  }

  /** First-order Markov chain: how often an item came right behind the last one. */
  static ItemScorer markov(SequenceData data) {
    List<List<Integer>> followers = lists(data.items() + 1);
    for (int customer = 0; customer < data.customers(); customer++) {
      int[] learned = data.learned(customer);
      for (int i = 0; i + 1 < learned.length; i++) {
        followers.get(learned[i]).add(learned[i + 1]);
      }
    }
    return histories -> {
      float[][] scores = new float[histories.length][data.items() + 1];
      for (int i = 0; i < scores.length; i++) {
        for (int follower : followers.get(histories[i][histories[i].length - 1])) {
          scores[i][follower]++;
        }
      }
      return scores;
    };
  }

  private static float[] counts(SequenceData data) {
    float[] counts = new float[data.items() + 1];
    for (int customer = 0; customer < data.customers(); customer++) {
      for (int item : data.learned(customer)) {
        counts[item]++;
      }
    }
    return counts;
  }

  private static List<List<Integer>> lists(int size) {
    List<List<Integer>> lists = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      lists.add(new ArrayList<>());
    }
    return lists;
  }
}
