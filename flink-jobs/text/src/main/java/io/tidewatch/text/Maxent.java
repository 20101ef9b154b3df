package io.tidewatch.text;

import java.util.Arrays;
import java.util.Map;
import opennlp.tools.ml.maxent.GISModel;
import opennlp.tools.ml.model.Context;
import opennlp.tools.ml.model.MaxentModel;

/**
 * A model of OpenNLP, asked for its likeliest outcome alone, at a fraction of the cost: OpenNLP
 * makes a string of each feature and takes the power of each sum. This finds the weights of a
 * feature by the hash of its name as that is put together, adds them up in OpenNLP's order, and
 * computes probabilities only where two sums are too close to tell which of them gives the higher
 * one. The outcome is the one to which OpenNLP gives the highest probability, the first of equal
 * ones.
 *
 * <p>Immutable; the sums belong to who asks: {@code [outcomes]}.
 */
final class Maxent {
  /** Sums that differ by more give probabilities that differ, however these are rounded. */
  private static final double CLEAR = 1e-9;

  /** The powers of smaller sums are neither zero nor infinite. */
  private static final double LARGEST = 700;

  private static final int SPREAD = 0x9E3779B9; // 2^32 over the golden ratio

  private final String[] outcomes;
  private final double prior;
  private final int longest;
  // Open addressing: a feature stands at the place of its hash or at the next free one after it.
  private final String[] names;
  private final int[] hashes;
  private final Context[] weights;
  private final int shift;

  @SuppressWarnings("unchecked") // OpenNLP says what its structures are in a comment
  Maxent(MaxentModel model) {
    if (!(model instanceof GISModel gis)) {
      throw new IllegalArgumentException(
          "the model is a " + model.getClass().getName() + "; it must be a GISModel");
    }
    Map<String, Context> features = (Map<String, Context>) gis.getDataStructures()[1];
    outcomes = new String[gis.getNumOutcomes()];
    for (int i = 0; i < outcomes.length; i++) {
      outcomes[i] = gis.getOutcome(i);
    }
    prior = StrictMath.log(1.0 / outcomes.length);
    longest = features.keySet().stream().mapToInt(String::length).max().orElse(0);
    shift = Integer.numberOfLeadingZeros(2 * features.size());
    names = new String[1 << (Integer.SIZE - shift)];
    hashes = new int[names.length];
    weights = new Context[names.length];
    features.forEach(this::put);
  }

  private void put(String name, Context weight) {
    int at = place(name.hashCode());
    while (names[at] != null) {
      at = next(at);
    }
    names[at] = name;
    hashes[at] = name.hashCode();
    weights[at] = weight;
  }

  private int place(int hash) {
    return (hash * SPREAD) >>> shift;
  }

  private int next(int at) {
    return (at + 1) & (names.length - 1);
  }

  /** Returns how many outcomes there are. */
  int size() {
    return outcomes.length;
  }

  /** Returns the name of an outcome. */
  String outcome(int index) {
    return outcomes[index];
  }

  /** Sets the sums to those of no feature. */
  void start(double[] sums) {
    Arrays.fill(sums, prior);
  }

  /** Returns the weights of a feature, null if the model does not have it. */
  Context find(String feature) {
    return find(feature, "", 0, 0);
  }

  /** Returns the weights of the feature whose name is a kind and a part of a text, or null. */
  Context find(String kind, String text, int from, int to) {
    int length = kind.length() + to - from;
    if (length > longest) {
      return null;
    }
    int hash = kind.hashCode();
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text.charAt(i); // as String does
    }
    for (int at = place(hash); names[at] != null; at = next(at)) {
      String name = names[at];
      if (hashes[at] == hash
          && name.length() == length
          && name.startsWith(kind)
          && name.regionMatches(kind.length(), text, from, to - from)) {
        return weights[at];
      }
    }
    return null;
  }

  /**
   * Adds the weights of the feature whose name is a kind and a part of a text, if there are any.
   */
  void add(String kind, String text, int from, int to, double[] sums) {
    add(find(kind, text, from, to), sums);
  }

  /** Adds the weights of a feature that was found; nothing for null. */
  static void add(Context weight, double[] sums) {
    if (weight == null) {
      return;
    }
    int[] active = weight.getOutcomes();
    double[] parameters = weight.getParameters();
    for (int i = 0; i < active.length; i++) {
      sums[active[i]] += parameters[i];
    }
  }

  /** Returns the likeliest outcome; may overwrite the sums. */
  int best(double[] sums) {
    int best = 0;
    double second = Double.NEGATIVE_INFINITY;
    for (int i = 1; i < sums.length; i++) {
      if (sums[i] > sums[best]) {
        second = sums[best];
        best = i;
      } else if (sums[i] > second) {
        second = sums[i];
      }
    }
    boolean clear = sums[best] - second > CLEAR && Math.abs(sums[best]) < LARGEST;
    return clear ? best : bestByProbability(sums);
  }

  /** As OpenNLP does it; what rounds to the same probability is the same to it. */
  private static int bestByProbability(double[] sums) {
    double all = 0;
    for (int i = 0; i < sums.length; i++) {
      sums[i] = StrictMath.exp(sums[i]);
      all += sums[i];
    }
    int best = 0;
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= all;
      best = sums[i] > sums[best] ? i : best;
    }
    return best;
  }
}
