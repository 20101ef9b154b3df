package io.tidewatch.training.sequences;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Causal self-attention (SASRec, Kang and McAuley 2018) with learned positions: one block of one
 * head and a dense layer, each with a residual and normalised behind it.
 */
record AttentionEncoder() implements Encoder {
  private static final float NEVER = -1e9f;

  @Override
  public double embeddingDeviation() {
    return 0.02;
  }

  @Override
  public Map<String, INDArray> weights(int width, int longest, FreshWeights fresh) {
    var weights = new LinkedHashMap<String, INDArray>();
    weights.put("positions", fresh.normal(0.02, longest, width));
    for (String dense : new String[] {"query", "key", "value", "joined", "wide", "narrow"}) {
      fresh.dense(weights, dense, width, width);
    }
    for (String norm : new String[] {"embedded", "attended", "block"}) {
      weights.put(norm + "_gain", fresh.filled(1, width));
    }
    return weights;
  }

  @Override
  public SDVariable states(Layers layers, SDVariable items, int steps) {
    SameDiff graph = layers.graph();
    SDVariable positions = layers.weight("positions");
    int width = (int) positions.getShape()[1];
    SDVariable first = graph.slice(positions, new int[] {0, 0}, steps, width);
    SDVariable embedded =
        items.reshape(-1, steps, width).add(first.reshape(1, steps, width)).reshape(-1, width);
    SDVariable rows = layers.dropout(layers.normalised(embedded, "embedded"), width);
    SDVariable attended =
        layers.dense(attention(layers, rows, steps, width).reshape(-1, width), "joined");
    rows = layers.normalised(rows.add(layers.dropout(attended, width)), "attended");
    SDVariable dense = layers.dense(graph.nn().relu(layers.dense(rows, "wide"), 0), "narrow");
    return layers.normalised(rows.add(layers.dropout(dense, width)), "block");
  }

  private static SDVariable attention(Layers layers, SDVariable rows, int steps, int width) {
    SameDiff graph = layers.graph();
    SDVariable query = layers.dense(rows, "query").mul(1 / Math.sqrt(width));
    SDVariable sequences = query.reshape(-1, steps, width);
    SDVariable keys = layers.dense(rows, "key").reshape(-1, steps, width);
    SDVariable values = layers.dense(rows, "value").reshape(-1, steps, width);
    SDVariable likeness = graph.mmul(sequences, keys, false, true, false);
    SDVariable causal = likeness.add(graph.constant("later", later(steps)));
    return graph.mmul(graph.nn().softmax(causal, 2), values);
  }

  /** Returns {@code [1, steps, steps]}: 0 where a step may look, minus a lot where it may not. */
  private static INDArray later(int steps) {
    INDArray mask = Nd4j.zeros(DataType.FLOAT, 1, steps, steps);
    for (int from = 0; from < steps; from++) {
      for (int to = from + 1; to < steps; to++) {
        mask.putScalar(0, from, to, NEVER);
      }
    }
    return mask;
  }
}
