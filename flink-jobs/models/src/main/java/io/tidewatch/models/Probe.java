package io.tidewatch.models;

/**
 * One input of a network, with the outputs of the library that trained it, by which the kernels are
 * checked before they serve.
 *
 * @param steps step inputs before standardisation, {@code [n * ChurnStep.WIDTH]}; for a recommender
 *     category indices {@code [n]}; n from 0 to 1,000, starting from a zero state
 * @param features feature vector before standardisation; for a recommender the vector {@link
 *     LayerSpec#RECENT} if the network reads it, else empty; for a text {@link LayerSpec#TOKENS},
 *     then {@link LayerSpec#GRAMS}
 * @param state h, then c of the LSTM after the steps, {@code [2 * units]}
 * @param outputs outputs: churn, purchase7, spend (before the transform); for a recommender the
 *     probability of each category, for a text of each label
 */
public record Probe(float[] steps, float[] features, float[] state, float[] outputs) {
  /** Largest difference between kernel and training library, on states and on outputs. */
  public static final float TOLERANCE = 1e-5f;

  /** Most steps of a probe; every release has at least one probe with so many. */
  public static final int MAX_STEPS = 1_000;
}
