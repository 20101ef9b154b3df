package io.tidewatch.training;

import io.tidewatch.customer.ChurnStep;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The churn network in DL4J:
 *
 * <pre>
 *   steps [WIDTH, T] -> LSTM 24 -> last h --+-> dense 32 tanh --+-> churn      sigmoid
 *                                           |                   +-> purchase7  sigmoid
 *   features [F] ---------------------------+-------------------+-> spend      softplus
 * </pre>
 *
 * Features also reach the outputs directly, so that the network contains logistic regression and
 * can start from it. All inputs are standardised. Spend is trained with the Poisson loss, which is
 * right about means whatever the distribution (Gourieroux, Monfort and Trognon 1984).
 */
final class ChurnNetwork {
  static final int LSTM_UNITS = 24;
  static final int HIDDEN_UNITS = 32;
  static final List<String> OUTPUTS = List.of("churn", "purchase7", "spend");

  private ChurnNetwork() {}

  static ComputationGraph create(int features, long seed, double learningRate, double decay) {
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(new Adam(learningRate))
            .weightInit(WeightInit.XAVIER)
            .weightDecay(decay, true)
            .graphBuilder()
            .addInputs("steps", "features")
            .setInputTypes(InputType.recurrent(ChurnStep.WIDTH), InputType.feedForward(features))
            .addLayer(
                "lstm",
                new LSTM.Builder()
                    .nIn(ChurnStep.WIDTH)
                    .nOut(LSTM_UNITS)
                    .activation(Activation.TANH)
                    .gateActivationFunction(Activation.SIGMOID)
                    .forgetGateBiasInit(1)
                    .build(),
                "steps")
            .addVertex("last", new LastTimeStepVertex("steps"), "lstm")
            .addVertex("known", new MergeVertex(), "last", "features")
            .addLayer(
                "hidden",
                new DenseLayer.Builder()
                    .nIn(LSTM_UNITS + features)
                    .nOut(HIDDEN_UNITS)
                    .activation(Activation.TANH)
                    .build(),
                "known")
            .addVertex("seen", new MergeVertex(), "hidden", "features")
            .addLayer("churn", output(features, Activation.SIGMOID, LossFunction.XENT), "seen")
            .addLayer("purchase7", output(features, Activation.SIGMOID, LossFunction.XENT), "seen")
            .addLayer("spend", output(features, Activation.SOFTPLUS, LossFunction.POISSON), "seen")
            .setOutputs(OUTPUTS.toArray(String[]::new))
            .build();
    ComputationGraph network = new ComputationGraph(configuration);
    network.init();
    return network;
  }

  private static OutputLayer output(int features, Activation activation, LossFunction loss) {
    return new OutputLayer.Builder(loss)
        .nIn(HIDDEN_UNITS + features)
        .nOut(1)
        .activation(activation)
        .weightInit(WeightInit.ZERO)
        .build();
  }

  /**
   * Puts examples into arrays; sequences begin at time 0 and are masked behind their end.
   *
   * @param most newest steps read per example
   * @param spendScale minor units that the spend output counts in
   */
  static MultiDataSet batch(
      List<ChurnExample> examples, ChurnScaling scaling, int most, double spendScale) {
    int size = examples.size();
    int width = ChurnStep.WIDTH;
    int features = scaling.features().width();
    int time = 1;
    for (ChurnExample example : examples) {
      time = Math.max(time, example.length(most));
    }
    float[] steps = new float[size * width * time];
    float[] mask = new float[size * time];
    float[] known = new float[size * features];
    float[][] labels = new float[OUTPUTS.size()][size];
    float[] step = new float[width];
    for (int i = 0; i < size; i++) {
      ChurnExample example = examples.get(i);
      int length = example.length(most);
      for (int t = 0; t < length; t++) {
        scaling.steps().apply(example.customer().stepInputs(), example.offset(most, t), step, 0);
        for (int j = 0; j < width; j++) {
          steps[(i * width + j) * time + t] = step[j];
        }
        mask[i * time + t] = 1;
      }
      // DL4J cannot take an empty sequence: one masked-in step of zeros stands for it.
      mask[i * time] = 1;
      Snapshot snapshot = example.snapshot();
      scaling.features().apply(snapshot.features(), 0, known, i * features);
      labels[0][i] = snapshot.churned() ? 1 : 0;
      labels[1][i] = snapshot.purchased7() ? 1 : 0;
      labels[2][i] = (float) (snapshot.spendMinor() / spendScale);
    }
    INDArray[] targets = new INDArray[OUTPUTS.size()];
    for (int k = 0; k < targets.length; k++) {
      targets[k] = Nd4j.create(labels[k], new long[] {size, 1}, 'c');
    }
    return new MultiDataSet(
        new INDArray[] {
          Nd4j.create(steps, new long[] {size, width, time}, 'c'),
          Nd4j.create(known, new long[] {size, features}, 'c')
        },
        targets,
        new INDArray[] {Nd4j.create(mask, new long[] {size, time}, 'c'), null},
        null);
  }

  /** Returns one array per output, in the order of the examples. */
  static double[][] scores(
      ComputationGraph network, List<ChurnExample> examples, ChurnScaling scaling, int most) {
    double[][] scores = new double[OUTPUTS.size()][examples.size()];
    int chunk = 1024;
    for (int from = 0; from < examples.size(); from += chunk) {
      List<ChurnExample> part = examples.subList(from, Math.min(examples.size(), from + chunk));
      MultiDataSet batch = batch(part, scaling, most, 1);
      INDArray[] out =
          network.output(false, batch.getFeatures(), batch.getFeaturesMaskArrays(), null);
      for (int k = 0; k < out.length; k++) {
        double[] values = out[k].dup('c').data().asDouble();
        System.arraycopy(values, 0, scores[k], from, part.size());
      }
    }
    return scores;
  }

  /** Returns the mean of the LSTM's h behind the last 16 steps of each example. */
  static float[] meanHidden(
      ComputationGraph network, List<ChurnExample> examples, ChurnScaling scaling) {
    MultiDataSet batch = batch(examples, scaling, 16, 1);
    network.setLayerMaskArrays(batch.getFeaturesMaskArrays(), null);
    INDArray last = network.feedForward(batch.getFeatures(), false).get("last");
    network.clearLayerMaskArrays();
    return Dl4j.values(last.mean(0));
  }
}
