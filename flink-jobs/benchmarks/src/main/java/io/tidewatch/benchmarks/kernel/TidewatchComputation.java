package io.tidewatch.benchmarks.kernel;

import static io.tidewatch.benchmarks.kernel.KernelCase.INPUTS;
import static io.tidewatch.benchmarks.kernel.KernelCase.ITEMS;
import static io.tidewatch.benchmarks.kernel.KernelCase.MLP_FIRST;
import static io.tidewatch.benchmarks.kernel.KernelCase.MLP_INPUTS;
import static io.tidewatch.benchmarks.kernel.KernelCase.MLP_SECOND;
import static io.tidewatch.benchmarks.kernel.KernelCase.STEPS;
import static io.tidewatch.benchmarks.kernel.KernelCase.TOP;
import static io.tidewatch.benchmarks.kernel.KernelCase.UNITS;

import io.tidewatch.models.Activation;
import io.tidewatch.models.LayerSpec;
import io.tidewatch.models.Network;
import io.tidewatch.models.kernel.Kernels;
import io.tidewatch.models.kernel.TopK;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Tidewatch's networks, compiled to one variant of its kernels. */
final class TidewatchComputation {
  private TidewatchComputation() {}

  static Computation of(Problem problem, Kernels kernels) {
    return switch (problem.kernel()) {
      case MLP -> new Mlp(problem, kernels);
      case LSTM_STEP -> new Step(problem, kernels);
      case LSTM50 -> new Sequence(problem, kernels);
      case TOP20 -> new Top(problem, kernels);
    };
  }

  private static final class Mlp implements Computation {
    private final Network network;
    private final float[] x;
    private final float[] y;

    Mlp(Problem problem, Kernels kernels) {
      network =
          Network.compile(
              List.of(
                  dense("first", LayerSpec.FEATURES, MLP_INPUTS, MLP_FIRST, Activation.RELU),
                  dense("second", "first", MLP_FIRST, MLP_SECOND, Activation.RELU),
                  dense("head", "second", MLP_SECOND, 1, Activation.SIGMOID)),
              Map.of(LayerSpec.FEATURES, MLP_INPUTS),
              problem.weights(),
              kernels);
      x = problem.inputs();
      y = new float[problem.batch()];
    }

    @Override
    public Object run() {
      network.evaluate(x, y, y.length);
      return y;
    }

    @Override
    public float[] outputs() {
      return y.clone();
    }
  }

  private static final class Step implements Computation {
    private final Network network;
    private final float[] x;
    private final float[] states;
    private final float[] y;

    Step(Problem problem, Kernels kernels) {
      network = recurrent(problem, kernels);
      x = problem.inputs();
      y = new float[problem.batch()];
      states = new float[problem.batch() * 2 * UNITS];
    }

    @Override
    public Object run() {
      network.stepAndEvaluate(x, states, y, y.length);
      return y;
    }

    @Override
    public float[] outputs() {
      float[] all = Arrays.copyOf(y, y.length + states.length);
      System.arraycopy(states, 0, all, y.length, states.length);
      return all;
    }
  }

  private static final class Sequence implements Computation {
    private final Network network;
    private final float[][] steps;
    private final float[] states;
    private final float[] y;

    Sequence(Problem problem, Kernels kernels) {
      network = recurrent(problem, kernels);
      int batch = problem.batch();
      float[] stepsFirst = problem.stepsFirst();
      steps = new float[STEPS][];
      for (int step = 0; step < STEPS; step++) {
        int from = step * batch * INPUTS;
        steps[step] = Arrays.copyOfRange(stepsFirst, from, from + batch * INPUTS);
      }
      y = new float[batch];
      states = new float[batch * 2 * UNITS];
    }

    @Override
    public Object run() {
      Arrays.fill(states, 0f);
      for (int step = 0; step < STEPS - 1; step++) {
        network.step(steps[step], states, y.length);
      }
      network.stepAndEvaluate(steps[STEPS - 1], states, y, y.length);
      return y;
    }

    @Override
    public float[] outputs() {
      return y.clone();
    }
  }

  private static final class Top implements Computation {
    private final Network network;
    private final float[] x;
    private final float[] scores;
    private final TopK[] top;
    private final int batch;

    Top(Problem problem, Kernels kernels) {
      batch = problem.batch();
      x = problem.inputs();
      network =
          Network.compile(
              List.of(dense("items", LayerSpec.FEATURES, UNITS, ITEMS, Activation.IDENTITY)),
              Map.of(LayerSpec.FEATURES, UNITS),
              Map.of(
                  "items/W",
                  Transpose.of(problem.weight("items/W"), ITEMS, UNITS),
                  "items/b",
                  new float[ITEMS]),
              kernels);
      scores = new float[batch * ITEMS];
      top = new TopK[batch];
      Arrays.setAll(top, row -> new TopK(TOP));
    }

    @Override
    public Object run() {
      network.evaluate(x, scores, batch);
      for (int row = 0; row < batch; row++) {
        top[row].clear();
        for (int item = 0; item < ITEMS; item++) {
          top[row].offer(item, scores[row * ITEMS + item]);
        }
      }
      return top;
    }

    @Override
    public float[] outputs() {
      var all = new float[batch * TOP];
      for (int i = 0; i < all.length; i++) {
        all[i] = top[i / TOP].score(i % TOP);
      }
      return all;
    }
  }

  private static Network recurrent(Problem problem, Kernels kernels) {
    return Network.compile(
        List.of(
            new LayerSpec.Lstm("lstm", LayerSpec.STEPS, INPUTS, UNITS),
            dense("head", "lstm", UNITS, 1, Activation.SIGMOID)),
        Map.of(LayerSpec.STEPS, INPUTS),
        problem.weights(),
        kernels);
  }

  private static LayerSpec dense(
      String name, String from, int inputs, int outputs, Activation activation) {
    return new LayerSpec.Dense(name, List.of(from), inputs, outputs, activation);
  }
}
