package io.tidewatch.training.sequences;

import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Turns the embedded items of customers into a state behind each item that knows of that item and
 * those before, never of those behind. Stateless: weights belong to the network.
 */
sealed interface Encoder permits LstmEncoder, AttentionEncoder {
  /** Returns the standard deviation of fresh embeddings of items. */
  double embeddingDeviation();

  /** Returns fresh weights by name. */
  Map<String, INDArray> weights(int width, int longest, FreshWeights fresh);

  /**
   * Adds the encoder to a graph.
   *
   * @param items {@code [customers * steps, width]}, the steps of a customer one behind another
   * @return states in the same form
   */
  SDVariable states(Layers layers, SDVariable items, int steps);
}
