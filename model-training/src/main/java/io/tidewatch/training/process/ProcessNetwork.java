package io.tidewatch.training.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * DL4J networks that expect, after each event of a case, the next activity and the remaining time:
 *
 * <pre>
 *   event [F] -> LSTM 64 --+-> softmax over activities and the end
 *                          +-> remaining time, as a multiple of its mean, by absolute error
 * </pre>
 *
 * Several of them, each of which leaves out another fifth of the cases to know when to stop; what
 * they expect is averaged. The mean of the weights over the last batches (Polyak and Juditsky 1992)
 * is what is watched and kept. Not thread-safe.
 */
final class ProcessNetwork implements ProcessModel {
  /** Networks of which the mean is taken. */
  static final int MEMBERS = 3;

  private static final int UNITS = 64;
  private static final int PARTS = 5;
  private static final int BATCH = 64; // fewer where a pass would have too few of them
  private static final int FEWEST_BATCHES = 8;
  private static final int EPOCHS = 40;
  private static final int PATIENCE = 6;
  private static final int CHUNK = 256;
  private static final double LEARNING_RATE = 0.005;
  private static final double MEAN_DECAY = 0.96;
  private static final double TIME_WEIGHT = 0.5;

  private final ProcessInputs inputs;
  private final List<ComputationGraph> members;

  private ProcessNetwork(ProcessInputs inputs, List<ComputationGraph> members) {
    this.inputs = inputs;
    this.members = members;
  }

  /** Hears of each member that is trained. */
  interface Listener {
    void trained(int member);
  }

  /** Trains the networks of a seed. */
  static ProcessNetwork fit(
      List<ProcessCase> cases, ProcessInputs inputs, long seed, Listener listener) {
    List<ComputationGraph> members = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      int member = i;
      ComputationGraph graph = create(inputs, seed * MEMBERS + member);
      descend(
          graph,
          inputs,
          part(cases, index -> index % PARTS != member),
          part(cases, index -> index % PARTS == member),
          seed * MEMBERS + member);
      members.add(graph);
      listener.trained(member + 1);
    }
    return new ProcessNetwork(inputs, members);
  }

  private static List<ProcessCase> part(List<ProcessCase> cases, IntPredicate wanted) {
    return IntStream.range(0, cases.size()).filter(wanted).mapToObj(cases::get).toList();
  }

  private static ComputationGraph create(ProcessInputs inputs, long seed) {
    int outcomes = inputs.activities().size() + 1;
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(new Adam(LEARNING_RATE))
            .weightInit(WeightInit.XAVIER)
            .graphBuilder()
            .addInputs("events")
            .setInputTypes(InputType.recurrent(inputs.width()))
            .addLayer(
                "lstm",
                new LSTM.Builder()
                    .nIn(inputs.width())
                    .nOut(UNITS)
                    .activation(Activation.TANH)
                    .gateActivationFunction(Activation.SIGMOID)
                    .forgetGateBiasInit(1)
                    .build(),
                "events")
            .addLayer(
                "next",
                new RnnOutputLayer.Builder(new LossMCXENT())
                    .nIn(UNITS)
                    .nOut(outcomes)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "lstm")
            .addLayer(
                "remaining",
                new RnnOutputLayer.Builder(
                        new LossL1(Nd4j.scalar((float) TIME_WEIGHT).reshape(1, 1)))
                    .nIn(UNITS)
                    .nOut(1)
                    .activation(Activation.IDENTITY)
                    .build(),
                "lstm")
            .setOutputs("next", "remaining")
            .build();
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  private static void descend(
      ComputationGraph graph,
      ProcessInputs inputs,
      List<ProcessCase> cases,
      List<ProcessCase> watched,
      long seed) {
    INDArray mean = graph.params().dup();
    INDArray kept = mean.dup();
    MultiDataSet validation = inputs.batch(watched);
    double best = Double.POSITIVE_INFINITY;
    int sinceBest = 0;
    for (int epoch = 1; epoch <= EPOCHS && sinceBest < PATIENCE; epoch++) {
      for (List<ProcessCase> batch : batches(cases, new Random(seed * 1_000 + epoch))) {
        graph.fit(inputs.batch(batch));
        mean.muli(MEAN_DECAY).addi(graph.params().mul(1 - MEAN_DECAY));
      }
      INDArray current = graph.params().dup();
      graph.setParams(mean);
      double loss = graph.score(validation, false);
      graph.setParams(current);
      sinceBest++;
      if (loss < best) {
        best = loss;
        kept = mean.dup();
        sinceBest = 0;
      }
    }
    graph.setParams(kept);
    graph.clearLayerMaskArrays(); // or they would be laid over what is asked for later
  }

  // Not by length: what comes next in cases that all end at the same event teaches little of ends.
  private static List<List<ProcessCase>> batches(List<ProcessCase> cases, Random random) {
    List<ProcessCase> shuffled = new ArrayList<>(cases);
    Collections.shuffle(shuffled, random);
    List<List<ProcessCase>> batches = new ArrayList<>();
    int size = Math.max(1, Math.min(BATCH, shuffled.size() / FEWEST_BATCHES));
    for (int from = 0; from < shuffled.size(); from += size) {
      batches.add(shuffled.subList(from, Math.min(shuffled.size(), from + size)));
    }
    return batches;
  }

  @Override
  public List<CaseForecast> forecasts(List<ProcessCase> cases) {
    List<CaseForecast> all = new ArrayList<>(Collections.nCopies(cases.size(), null));
    int[] byLength =
        IntStream.range(0, cases.size())
            .boxed()
            .sorted(Comparator.comparingInt(index -> cases.get(index).size()))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int from = 0; from < byLength.length; from += CHUNK) {
      int[] chunk = Arrays.copyOfRange(byLength, from, Math.min(byLength.length, from + CHUNK));
      forecast(cases, chunk, all);
    }
    return all;
  }

  private void forecast(List<ProcessCase> cases, int[] chunk, List<CaseForecast> into) {
    List<ProcessCase> some = IntStream.of(chunk).mapToObj(cases::get).toList();
    INDArray events = inputs.inputs(some);
    int time = (int) events.size(2);
    int outcomes = inputs.activities().size() + 1;
    float[] next = new float[chunk.length * outcomes * time];
    float[] remaining = new float[chunk.length * time];
    for (ComputationGraph member : members) {
      INDArray[] out = member.output(events);
      add(next, out[0]);
      add(remaining, out[1]);
    }
    for (int i = 0; i < chunk.length; i++) {
      int length = some.get(i).size();
      float[][] probabilities = new float[length][outcomes];
      double[] days = new double[length];
      for (int event = 0; event < length; event++) {
        for (int j = 0; j < outcomes; j++) {
          probabilities[event][j] = next[(i * outcomes + j) * time + event];
        }
        days[event] = Math.max(0, remaining[i * time + event]) * inputs.meanRemainingDays();
      }
      into.set(chunk[i], new CaseForecast(probabilities, days));
    }
  }

  private void add(float[] sums, INDArray values) {
    float[] some = values.dup('c').data().asFloat();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += some[i] / members.size();
    }
  }
}
