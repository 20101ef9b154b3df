package io.tidewatch.training.sequences;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One LSTM layer (Hochreiter and Schmidhuber 1997, with forget gate) and a dense layer behind,
 * written out step by step. ND4J's own operation {@code lstmLayer} took several times as long
 * backwards.
 */
record LstmEncoder() implements Encoder {
  @Override
  public double embeddingDeviation() {
    return 0.1;
  }

  @Override
  public Map<String, INDArray> weights(int width, int longest, FreshWeights fresh) {
    var weights = new LinkedHashMap<String, INDArray>();
    double scale = 1 / Math.sqrt(3.0 * width);
    weights.put("lstm_input", fresh.normal(scale, width, 4L * width));
    weights.put("lstm_state", fresh.normal(scale, width, 4L * width));
    weights.put("lstm_b", fresh.filled(0, 4L * width));
    fresh.dense(weights, "out", width, width);
    return weights;
  }

  @Override
  public SDVariable states(Layers layers, SDVariable items, int steps) {
    SameDiff graph = layers.graph();
    SDVariable state = layers.weight("lstm_state");
    int width = (int) state.getShape()[0];
    // Time first, so that what a step reads lies together.
    SDVariable inputs =
        graph.permute(
            items
                .mmul(layers.weight("lstm_input"))
                .add(layers.weight("lstm_b"))
                .reshape(-1, steps, 4 * width),
            1,
            0,
            2);
    SDVariable[] perStep = graph.unstack(inputs, 0, steps);
    SDVariable[] hidden = new SDVariable[steps];
    SDVariable cell = null;
    for (int step = 0; step < steps; step++) {
      SDVariable sums = step == 0 ? perStep[0] : perStep[step].add(hidden[step - 1].mmul(state));
      SDVariable[] gates = graph.split(sums, 4, 1);
      SDVariable kept = graph.nn().sigmoid(gates[0]).mul(graph.math().tanh(gates[1]));
      cell = step == 0 ? kept : graph.nn().sigmoid(gates[2]).mul(cell).add(kept);
      hidden[step] = graph.nn().sigmoid(gates[3]).mul(graph.math().tanh(cell));
    }
    SDVariable all = graph.stack(1, hidden).reshape(-1, width);
    return layers.dense(layers.dropout(all, width), "out");
  }
}
