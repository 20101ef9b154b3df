package io.tidewatch.models;

import io.tidewatch.models.kernel.Kernels;
import io.tidewatch.models.kernel.Rows;
import java.util.Arrays;

/**
 * Computes what a network makes of probes, in as many rows of a batch as is asked for, all given
 * the same probe. One thread.
 */
final class ProbeRun {
  private final Network network;
  private final Ports ports;
  private final int rows;

  /**
   * @param rows rows of the batch, at most {@link Kernels#BLOCK}
   */
  ProbeRun(Manifest manifest, Tensors tensors, Kernels kernels, int rows) {
    ports = Ports.of(manifest.task());
    network = new Network(manifest.layers(), ports.sources(), tensors, kernels);
    this.rows = rows;
  }

  /** Takes the steps and computes the outputs of a probe whose items are in the vocabulary. */
  void run(Probe probe) {
    if (isRecurrent()) {
      step(probe);
    }
    if (probe.features().length > 0) {
      putFeatures(probe.features());
    }
    network.evaluate(rows);
  }

  private void putFeatures(float[] features) {
    int from = 0;
    for (var source : ports.scoreSources().entrySet()) {
      for (int row = 0; row < rows; row++) {
        network.block(source.getKey()).put(row, features, from);
      }
      from += source.getValue();
    }
  }

  private void step(Probe probe) {
    Rows step = network.block(ports.stepSource());
    var zeros = new float[network.stateSize()];
    for (int row = 0; row < rows; row++) {
      network.gather(row, zeros);
    }
    for (int from = 0; from < probe.steps().length; from += step.width()) {
      for (int row = 0; row < rows; row++) {
        step.put(row, probe.steps(), from);
      }
      network.step(rows);
    }
  }

  /** Returns whether the network has an LSTM. */
  boolean isRecurrent() {
    return network.isRecurrent();
  }

  /** Returns a row's state after the steps: h, then c; nothing without an LSTM. */
  float[] state(int row) {
    var state = new float[network.stateSize()];
    if (isRecurrent()) {
      network.scatter(row, state);
    }
    return state;
  }

  /** Returns a row's outputs, one after the other. */
  float[] outputs(int row) {
    var outputs = new float[0];
    for (String name : ports.outputs()) {
      int at = outputs.length;
      outputs = Arrays.copyOf(outputs, at + ports.outputWidth());
      network.block(name).take(row, outputs, at);
    }
    return outputs;
  }
}
