package io.tidewatch.training.imports.onnx;

import io.tidewatch.training.imports.ImportedNetwork;
import java.util.List;
import java.util.Map;

/**
 * A graph that was compiled.
 *
 * @param network its layers
 * @param outputs for each output of the network the name of the graph's output
 * @param h name of the LSTM's last h in the graph; empty if it has none, or there is no LSTM
 * @param c name of the LSTM's last c
 * @param declared names of all outputs of the graph
 */
record OnnxNetwork(
    ImportedNetwork network,
    Map<String, String> outputs,
    String h,
    String c,
    List<String> declared) {}
