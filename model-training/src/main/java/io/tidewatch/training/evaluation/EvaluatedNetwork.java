package io.tidewatch.training.evaluation;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * One DL4J network of an evaluation and its descent:
 *
 * <pre>
 *   rows [F] --+-> dense tanh --+-> sum --+-> activation: one output per head
 *              +----------------+         |
 *   offset of the head -------------------+
 * </pre>
 *
 * The rows also reach the outputs directly, as in the churn network. The mean of the weights over
 * the last batches (Polyak and Juditsky 1992) is what is watched and kept. Not thread-safe.
 */
final class EvaluatedNetwork {
  /**
   * How it is trained.
   *
   * @param hidden hidden units
   * @param learningRate step of Adam
   * @param decay weight decay, relative to the learning rate
   * @param batch rows per step at most; fewer where a pass would have less than 20 steps
   * @param epochs passes at most
   * @param patience passes without gain on the validation part after which it ends
   */
  record Settings(
      int hidden, double learningRate, double decay, int batch, int epochs, int patience) {}

  private static final int CHUNK = 4096;
  private static final int FEWEST_STEPS = 20;
  private static final double MEAN_DECAY = 0.95;

  private final ComputationGraph graph;
  private final List<Head> heads;

  private EvaluatedNetwork(ComputationGraph graph, List<Head> heads) {
    this.graph = graph;
    this.heads = heads;
  }

  /**
   * Trains a network.
   *
   * @param train standardised rows to descend on
   * @param validation rows that say when to stop
   */
  static EvaluatedNetwork fit(
      Settings settings, List<Head> heads, Examples train, Examples validation, long seed) {
    EvaluatedNetwork network =
        new EvaluatedNetwork(create(settings, heads, train, seed), List.copyOf(heads));
    network.descend(settings, train, validation, seed);
    return network;
  }

  private static ComputationGraph create(
      Settings settings, List<Head> heads, Examples train, long seed) {
    int width = train.rows()[0].length;
    InputType[] types = new InputType[1 + heads.size()];
    Arrays.fill(types, InputType.feedForward(1));
    types[0] = InputType.feedForward(width);
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(new Adam(settings.learningRate()))
            .weightInit(WeightInit.XAVIER)
            .weightDecay(settings.decay(), true)
            .graphBuilder()
            .addInputs("rows");
    for (int i = 0; i < heads.size(); i++) {
      graph.addInputs("offset" + i);
    }
    graph
        .setInputTypes(types)
        .addLayer("hidden", dense(width, settings.hidden(), Activation.TANH).build(), "rows")
        .addVertex("seen", new MergeVertex(), "hidden", "rows");
    String[] outputs = new String[heads.size()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = "head" + i;
      Head head = heads.get(i);
      graph
          .addLayer(
              "sum" + i,
              dense(settings.hidden() + width, 1, Activation.IDENTITY)
                  .weightInit(WeightInit.ZERO)
                  .biasInit(head.start(train.meanLabel(i), train.meanFactor(i)))
                  .build(),
              "seen")
          .addVertex(
              "moved" + i, new ElementWiseVertex(ElementWiseVertex.Op.Add), "sum" + i, "offset" + i)
          .addLayer(
              outputs[i],
              new LossLayer.Builder(head.trained()).activation(head.activation()).build(),
              "moved" + i);
    }
    ComputationGraph network = new ComputationGraph(graph.setOutputs(outputs).build());
    network.init();
    return network;
  }

  private static DenseLayer.Builder dense(int in, int out, Activation activation) {
    return new DenseLayer.Builder().nIn(in).nOut(out).activation(activation);
  }

  private void descend(Settings settings, Examples train, Examples validation, long seed) {
    int[] order = Shuffle.identity(train.size());
    int batch = Math.max(1, Math.min(settings.batch(), train.size() / FEWEST_STEPS));
    INDArray mean = graph.params().dup();
    INDArray kept = mean.dup();
    double best = loss(validation);
    int sinceBest = 0;
    for (int epoch = 1; epoch <= settings.epochs() && sinceBest < settings.patience(); epoch++) {
      Shuffle.inPlace(order, seed * 1_000 + epoch);
      for (int from = 0; from < order.length; from += batch) {
        int to = Math.min(order.length, from + batch);
        Examples some = train.at(Arrays.copyOfRange(order, from, to));
        graph.fit(new MultiDataSet(inputs(some), columns(some.labels())));
        mean.muli(MEAN_DECAY).addi(graph.params().mul(1 - MEAN_DECAY));
      }
      INDArray current = graph.params().dup();
      graph.setParams(mean);
      double loss = loss(validation);
      graph.setParams(current);
      sinceBest++;
      if (loss < best) {
        best = loss;
        kept = mean.dup();
        sinceBest = 0;
      }
    }
    graph.setParams(kept);
  }

  private double loss(Examples examples) {
    double[][] scores = scores(examples);
    double sum = 0;
    for (int head = 0; head < scores.length; head++) {
      for (int i = 0; i < examples.size(); i++) {
        sum += heads.get(head).loss(scores[head][i], examples.labels()[head][i]);
      }
    }
    return sum / examples.size();
  }

  /** Returns the scores of standardised rows, {@code [heads][rows]}; labels are not looked at. */
  double[][] scores(Examples examples) {
    double[][] scores = new double[heads.size()][examples.size()];
    for (int from = 0; from < examples.size(); from += CHUNK) {
      int first = from;
      int size = Math.min(CHUNK, examples.size() - from);
      int[] some = Shuffle.identity(size);
      Arrays.setAll(some, i -> first + i);
      INDArray[] out = graph.output(inputs(examples.at(some)));
      for (int head = 0; head < out.length; head++) {
        double[] values = out[head].dup('c').data().asDouble();
        System.arraycopy(values, 0, scores[head], from, size);
      }
    }
    return scores;
  }

  private static INDArray[] inputs(Examples examples) {
    INDArray[] offsets = columns(examples.offsets());
    INDArray[] inputs = new INDArray[1 + offsets.length];
    inputs[0] = Nd4j.create(examples.rows());
    System.arraycopy(offsets, 0, inputs, 1, offsets.length);
    return inputs;
  }

  private static INDArray[] columns(float[][] values) {
    INDArray[] columns = new INDArray[values.length];
    for (int head = 0; head < columns.length; head++) {
      columns[head] = Nd4j.create(values[head], new long[] {values[head].length, 1}, 'c');
    }
    return columns;
  }
}
