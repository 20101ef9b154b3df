package io.tidewatch.benchmarks.kernel;

import static io.tidewatch.benchmarks.kernel.KernelCase.INPUTS;
import static io.tidewatch.benchmarks.kernel.KernelCase.ITEMS;
import static io.tidewatch.benchmarks.kernel.KernelCase.STEPS;
import static io.tidewatch.benchmarks.kernel.KernelCase.TOP;
import static io.tidewatch.benchmarks.kernel.KernelCase.UNITS;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The obvious way to compute each case, in double precision: what all contenders must agree with.
 */
final class Reference {
  /** Largest difference that is let through. */
  static final double TOLERANCE = 1e-5;

  private Reference() {}

  /**
   * Returns the largest difference between a computation, run from its beginning, and the truth.
   *
   * @param computation fresh, not run before
   */
  static double difference(Problem problem, Computation computation) {
    int runs = problem.kernel() == KernelCase.LSTM_STEP ? Computation.COMPARED_STEPS : 1;
    for (int i = 0; i < runs; i++) {
      computation.run();
    }
    double[] expected = outputs(problem);
    float[] actual = computation.outputs();
    if (actual.length != expected.length) {
      throw new IllegalStateException(actual.length + " outputs instead of " + expected.length);
    }
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = Math.abs(expected[i] - actual[i]);
      // Not a number is not close.
      largest = difference <= largest ? largest : difference;
    }
    return largest;
  }

  /** Returns what {@link Computation#outputs} must give. */
  static double[] outputs(Problem problem) {
    return switch (problem.kernel()) {
      case MLP -> mlp(problem);
      case LSTM_STEP -> lstm(problem, Computation.COMPARED_STEPS, true);
      case LSTM50 -> lstm(problem, STEPS, false);
      case TOP20 -> top(problem);
    };
  }

  private static double[] mlp(Problem problem) {
    var outputs = new double[problem.batch()];
    for (int row = 0; row < problem.batch(); row++) {
      double[] x = row(problem, row, KernelCase.MLP_INPUTS);
      double[] first = dense(problem, "first", x, v -> Math.max(0, v));
      double[] second = dense(problem, "second", first, v -> Math.max(0, v));
      outputs[row] = dense(problem, "head", second, Reference::sigmoid)[0];
    }
    return outputs;
  }

  private static double[] lstm(Problem problem, int steps, boolean withStates) {
    int batch = problem.batch();
    var outputs = new double[withStates ? batch + batch * 2 * UNITS : batch];
    for (int row = 0; row < batch; row++) {
      var h = new double[UNITS];
      var c = new double[UNITS];
      for (int step = 0; step < steps; step++) {
        int at = withStates ? row : row * STEPS + step;
        step(problem, row(problem, at, INPUTS), h, c);
      }
      outputs[row] = dense(problem, "head", h, Reference::sigmoid)[0];
      if (withStates) {
        System.arraycopy(h, 0, outputs, batch + row * 2 * UNITS, UNITS);
        System.arraycopy(c, 0, outputs, batch + row * 2 * UNITS + UNITS, UNITS);
      }
    }
    return outputs;
  }

  private static void step(Problem problem, double[] x, double[] h, double[] c) {
    double[] z = new double[4 * UNITS];
    float[] bias = problem.weight("lstm/b");
    for (int j = 0; j < z.length; j++) {
      z[j] = bias[j];
    }
    addProduct(x, problem.weight("lstm/W"), z);
    addProduct(h, problem.weight("lstm/RW"), z);
    for (int j = 0; j < UNITS; j++) {
      double candidate = Math.tanh(z[j]);
      double forget = sigmoid(z[UNITS + j]);
      double output = sigmoid(z[2 * UNITS + j]);
      double input = sigmoid(z[3 * UNITS + j]);
      c[j] = forget * c[j] + input * candidate;
      h[j] = output * Math.tanh(c[j]);
    }
  }

  private static double[] top(Problem problem) {
    float[] items = problem.weight("items/W");
    var outputs = new double[problem.batch() * TOP];
    for (int row = 0; row < problem.batch(); row++) {
      double[] x = row(problem, row, UNITS);
      var scores = new double[ITEMS];
      for (int item = 0; item < ITEMS; item++) {
        for (int j = 0; j < UNITS; j++) {
          scores[item] += x[j] * items[item * UNITS + j];
        }
      }
      Arrays.sort(scores);
      for (int place = 0; place < TOP; place++) {
        outputs[row * TOP + place] = scores[ITEMS - 1 - place];
      }
    }
    return outputs;
  }

  private static double[] row(Problem problem, int row, int width) {
    var x = new double[width];
    for (int j = 0; j < width; j++) {
      x[j] = problem.inputs()[row * width + j];
    }
    return x;
  }

  private static double[] dense(
      Problem problem, String layer, double[] x, DoubleUnaryOperator activation) {
    float[] bias = problem.weight(layer + "/b");
    var y = new double[bias.length];
    for (int j = 0; j < y.length; j++) {
      y[j] = bias[j];
    }
    addProduct(x, problem.weight(layer + "/W"), y);
    return Arrays.stream(y).map(activation).toArray();
  }

  private static void addProduct(double[] x, float[] w, double[] y) {
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < y.length; j++) {
        y[j] += x[i] * w[i * y.length + j];
      }
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
