package io.tidewatch.benchmarks.kernel;

import static io.tidewatch.benchmarks.kernel.KernelCase.INPUTS;
import static io.tidewatch.benchmarks.kernel.KernelCase.ITEMS;
import static io.tidewatch.benchmarks.kernel.KernelCase.MLP_FIRST;
import static io.tidewatch.benchmarks.kernel.KernelCase.MLP_INPUTS;
import static io.tidewatch.benchmarks.kernel.KernelCase.MLP_SECOND;
import static io.tidewatch.benchmarks.kernel.KernelCase.STEPS;
import static io.tidewatch.benchmarks.kernel.KernelCase.UNITS;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Weights and inputs, the same for every contender. All come from fixed seeds; a row's input does
 * not depend on the batch.
 *
 * @param kernel what is computed
 * @param batch number of rows
 * @param weights by name, {@code layer/W [inputs, outputs]}, rows first; an LSTM's columns are
 *     candidate, forget gate, output gate, input gate
 * @param inputs {@code [batch, width]}; {@code [batch, 50, 32]} for the sequence
 */
record Problem(KernelCase kernel, int batch, Map<String, float[]> weights, float[] inputs) {
  private static final long SEED = 42;

  /** Draws a problem. */
  static Problem of(KernelCase kernel, int batch) {
    int width =
        switch (kernel) {
          case MLP -> MLP_INPUTS;
          case LSTM_STEP -> INPUTS;
          case LSTM50 -> STEPS * INPUTS;
          case TOP20 -> UNITS;
        };
    var inputs = new float[batch * width];
    for (int row = 0; row < batch; row++) {
      var random = new SplittableRandom(SEED + 1 + row);
      for (int j = 0; j < width; j++) {
        inputs[row * width + j] = (float) random.nextDouble(-1, 1);
      }
    }
    return new Problem(kernel, batch, weights(kernel), inputs);
  }

  private static Map<String, float[]> weights(KernelCase kernel) {
    var random = new SplittableRandom(SEED);
    var weights = new TreeMap<String, float[]>();
    switch (kernel) {
      case MLP -> {
        dense(weights, random, "first", MLP_INPUTS, MLP_FIRST);
        dense(weights, random, "second", MLP_FIRST, MLP_SECOND);
        dense(weights, random, "head", MLP_SECOND, 1);
      }
      case LSTM_STEP, LSTM50 -> {
        weights.put("lstm/W", uniform(random, INPUTS * 4 * UNITS, 0.25));
        weights.put("lstm/RW", uniform(random, UNITS * 4 * UNITS, 0.2));
        weights.put("lstm/b", uniform(random, 4 * UNITS, 0.5));
        dense(weights, random, "head", UNITS, 1);
      }
      case TOP20 -> weights.put("items/W", uniform(random, ITEMS * UNITS, 0.3));
    }
    return weights;
  }

  private static void dense(
      Map<String, float[]> weights, SplittableRandom random, String name, int inputs, int outputs) {
    weights.put(
        name + "/W", uniform(random, inputs * outputs, Math.sqrt(6.0 / (inputs + outputs))));
    weights.put(name + "/b", uniform(random, outputs, 0.1));
  }

  private static float[] uniform(SplittableRandom random, int count, double bound) {
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-bound, bound);
    }
    return values;
  }

  /** Returns the values of a tensor, not a copy. */
  float[] weight(String name) {
    return weights.get(name);
  }

  /** Returns the inputs of the sequence step by step, {@code [50, batch, 32]}. */
  float[] stepsFirst() {
    var steps = new float[inputs.length];
    for (int row = 0; row < batch; row++) {
      for (int step = 0; step < STEPS; step++) {
        System.arraycopy(
            inputs, (row * STEPS + step) * INPUTS, steps, (step * batch + row) * INPUTS, INPUTS);
      }
    }
    return steps;
  }
}
