package io.tidewatch.replies;

import io.tidewatch.models.TextModel;

/**
 * Vectors from a trained text network: the logarithm of the probability that it gives each of its
 * labels, less their mean. Two questions are near each other if the network takes them for the same
 * kinds. One thread, as the network itself.
 */
public final class NetworkVectors implements TextVectors {
  /** What is less likely is as good as excluded: differences there say nothing. */
  private static final float LEAST = 1e-6f;

  private final TextModel network;

  /**
   * Uses a network.
   *
   * @param network owned by this object from now on
   */
  public NetworkVectors(TextModel network) {
    this.network = network;
  }

  @Override
  public int width() {
    return network.labels().size();
  }

  @Override
  public void put(String text, float[] out) {
    network.probabilities(text, out);
    float sum = 0;
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) Math.log(Math.max(out[i], LEAST));
      sum += out[i];
    }
    float mean = sum / out.length;
    for (int i = 0; i < out.length; i++) {
      out[i] -= mean;
    }
  }
}
