package io.tidewatch.benchmarks.kernel;

import static io.tidewatch.benchmarks.kernel.KernelCase.INPUTS;
import static io.tidewatch.benchmarks.kernel.KernelCase.ITEMS;
import static io.tidewatch.benchmarks.kernel.KernelCase.MLP_FIRST;
import static io.tidewatch.benchmarks.kernel.KernelCase.MLP_INPUTS;
import static io.tidewatch.benchmarks.kernel.KernelCase.MLP_SECOND;
import static io.tidewatch.benchmarks.kernel.KernelCase.STEPS;
import static io.tidewatch.benchmarks.kernel.KernelCase.TOP;
import static io.tidewatch.benchmarks.kernel.KernelCase.UNITS;

import io.tidewatch.models.kernel.TopK;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * DL4J: {@code output} and {@code rnnTimeStep} of networks with the problem's weights, on arrays
 * that are made once. Items are one ND4J product into an array made once, with the search for the
 * largest in Java, which is six times as fast as ND4J's own top_k.
 */
final class Dl4jComputation {
  private Dl4jComputation() {}

  static Computation of(Problem problem) {
    return switch (problem.kernel()) {
      case MLP -> new Mlp(problem);
      case LSTM_STEP -> new Step(problem);
      case LSTM50 -> new Sequence(problem);
      case TOP20 -> new Top(problem);
    };
  }

  private static final class Mlp implements Computation {
    private final MultiLayerNetwork network;
    private final INDArray x;
    private INDArray y;

    Mlp(Problem problem) {
      network =
          network(
              new DenseLayer.Builder()
                  .nIn(MLP_INPUTS)
                  .nOut(MLP_FIRST)
                  .activation(Activation.RELU)
                  .build(),
              new DenseLayer.Builder()
                  .nIn(MLP_FIRST)
                  .nOut(MLP_SECOND)
                  .activation(Activation.RELU)
                  .build(),
              head(new OutputLayer.Builder(LossFunction.XENT), MLP_SECOND));
      set(network, problem, "0_W", "first/W", MLP_INPUTS, MLP_FIRST);
      set(network, problem, "0_b", "first/b", 1, MLP_FIRST);
      set(network, problem, "1_W", "second/W", MLP_FIRST, MLP_SECOND);
      set(network, problem, "1_b", "second/b", 1, MLP_SECOND);
      setHead(network, problem, 2, MLP_SECOND);
      x = Nd4j.create(problem.inputs(), new long[] {problem.batch(), MLP_INPUTS}, 'c');
    }

    @Override
    public Object run() {
      y = network.output(x, false);
      return y;
    }

    @Override
    public float[] outputs() {
      return y.dup('c').data().asFloat();
    }
  }

  private static final class Step implements Computation {
    private final int batch;
    private final MultiLayerNetwork network;
    private final INDArray x;
    private Map<String, INDArray> state;
    private INDArray y;

    Step(Problem problem) {
      batch = problem.batch();
      network = network(lstm(), head(new RnnOutputLayer.Builder(LossFunction.XENT), UNITS));
      setRecurrent(network, problem);
      x = Nd4j.create(problem.inputs(), new long[] {batch, INPUTS}, 'c');
      state = new HashMap<>();
      state.put("prevAct", Nd4j.zeros(batch, UNITS));
      state.put("prevMem", Nd4j.zeros(batch, UNITS));
    }

    /** The state goes in and comes out, as it must when every call is another customer's. */
    @Override
    public Object run() {
      network.rnnSetPreviousState(0, state);
      y = network.rnnTimeStep(x);
      state = network.rnnGetPreviousState(0);
      return y;
    }

    @Override
    public float[] outputs() {
      var all = new float[batch + batch * 2 * UNITS];
      System.arraycopy(y.dup('c').data().asFloat(), 0, all, 0, batch);
      float[] h = state.get("prevAct").dup('c').data().asFloat();
      float[] c = state.get("prevMem").dup('c').data().asFloat();
      for (int row = 0; row < batch; row++) {
        int at = batch + row * 2 * UNITS;
        System.arraycopy(h, row * UNITS, all, at, UNITS);
        System.arraycopy(c, row * UNITS, all, at + UNITS, UNITS);
      }
      return all;
    }
  }

  private static final class Sequence implements Computation {
    private final MultiLayerNetwork network;
    private final INDArray x;
    private INDArray y;

    Sequence(Problem problem) {
      network =
          network(
              new LastTimeStep(lstm()), head(new OutputLayer.Builder(LossFunction.XENT), UNITS));
      setRecurrent(network, problem);
      INDArray rows =
          Nd4j.create(problem.inputs(), new long[] {problem.batch(), STEPS, INPUTS}, 'c');
      // DL4J's order is [batch, inputs, steps], and its own layout of it is column-major.
      x = rows.permute(0, 2, 1).dup('f');
    }

    @Override
    public Object run() {
      y = network.output(x, false);
      return y;
    }

    @Override
    public float[] outputs() {
      return y.dup('c').data().asFloat();
    }
  }

  private static final class Top implements Computation {
    private final INDArray items;
    private final INDArray x;
    private final INDArray result;
    private final float[] scores;
    private final TopK[] top;

    Top(Problem problem) {
      int batch = problem.batch();
      items = Nd4j.create(problem.weight("items/W"), new long[] {ITEMS, UNITS}, 'c');
      x = Nd4j.create(problem.inputs(), new long[] {batch, UNITS}, 'c').transpose();
      // Column-major, hence the scores of a row of the batch lie side by side.
      result = Nd4j.createUninitialized(new long[] {ITEMS, batch}, 'f');
      scores = new float[batch * ITEMS];
      top = new TopK[batch];
      Arrays.setAll(top, row -> new TopK(TOP));
    }

    @Override
    public Object run() {
      items.mmuli(x, result);
      ((FloatPointer) result.data().pointer()).position(0).get(scores);
      for (int row = 0; row < top.length; row++) {
        top[row].clear();
        for (int item = 0; item < ITEMS; item++) {
          top[row].offer(item, scores[row * ITEMS + item]);
        }
      }
      return top;
    }

    @Override
    public float[] outputs() {
      var all = new float[top.length * TOP];
      for (int i = 0; i < all.length; i++) {
        all[i] = top[i / TOP].score(i % TOP);
      }
      return all;
    }
  }

  private static LSTM lstm() {
    return new LSTM.Builder()
        .nIn(INPUTS)
        .nOut(UNITS)
        .activation(Activation.TANH)
        .gateActivationFunction(Activation.SIGMOID)
        .build();
  }

  private static Layer head(BaseOutputLayer.Builder<?> head, int inputs) {
    head.nIn(inputs);
    head.nOut(1);
    head.activation(Activation.SIGMOID);
    return head.build();
  }

  private static MultiLayerNetwork network(Layer... layers) {
    var network =
        new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).list(layers).build());
    network.init();
    return network;
  }

  private static void setRecurrent(MultiLayerNetwork network, Problem problem) {
    set(network, problem, "0_W", "lstm/W", INPUTS, 4 * UNITS);
    set(network, problem, "0_RW", "lstm/RW", UNITS, 4 * UNITS);
    set(network, problem, "0_b", "lstm/b", 1, 4 * UNITS);
    setHead(network, problem, 1, UNITS);
  }

  private static void setHead(MultiLayerNetwork network, Problem problem, int layer, int inputs) {
    set(network, problem, layer + "_W", "head/W", inputs, 1);
    set(network, problem, layer + "_b", "head/b", 1, 1);
  }

  private static void set(
      MultiLayerNetwork network,
      Problem problem,
      String parameter,
      String weight,
      int rows,
      int columns) {
    network.setParam(
        parameter, Nd4j.create(problem.weight(weight), new long[] {rows, columns}, 'c'));
  }
}
