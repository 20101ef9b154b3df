package io.tidewatch.training;

import io.tidewatch.models.Vocabulary;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The recommender network in DL4J:
 *
 * <pre>
 *   item (category index) -> embedding 32 -> LSTM 32 -> h --+-> dense -> softmax over V categories
 *   recent [V]: counts among the last 16 items -------------+
 * </pre>
 *
 * The second input makes a learned form of item-kNN, from which the training starts: groceries are
 * bought again and again. At each basket the network is asked for the categories of the next one.
 */
final class RecommenderNetwork {
  static final int EMBEDDING = 32;
  static final int LSTM_UNITS = 32;
  static final float RECENT_DECAY = 1f;

  private RecommenderNetwork() {}

  static ComputationGraph create(int vocabulary, long seed, double learningRate, double decay) {
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(new Adam(learningRate))
            .weightInit(WeightInit.XAVIER)
            .weightDecay(decay, true)
            .graphBuilder()
            .addInputs("item", "recent")
            .setInputTypes(InputType.recurrent(vocabulary, 64), InputType.recurrent(vocabulary, 64))
            .addLayer(
                "embedding",
                new EmbeddingSequenceLayer.Builder()
                    .nIn(vocabulary)
                    .nOut(EMBEDDING)
                    .inferInputLength(true)
                    .build(),
                "item")
            .addLayer(
                "lstm",
                new LSTM.Builder()
                    .nIn(EMBEDDING)
                    .nOut(LSTM_UNITS)
                    .activation(Activation.TANH)
                    .gateActivationFunction(Activation.SIGMOID)
                    .forgetGateBiasInit(1)
                    .build(),
                "embedding")
            .addVertex("seen", new MergeVertex(), "lstm", "recent")
            .addLayer(
                "categories",
                new RnnOutputLayer.Builder(LossFunction.MCXENT)
                    .nIn(LSTM_UNITS + vocabulary)
                    .nOut(vocabulary)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "seen")
            .setOutputs("categories")
            .build();
    ComputationGraph network = new ComputationGraph(configuration);
    network.init();
    return network;
  }

  /**
   * A piece of a customer's items.
   *
   * @param customer the customer
   * @param from first item
   * @param to one past the last item
   */
  record Window(CategoryIndex customer, int from, int to) {
    int length() {
      return to - from;
    }
  }

  /**
   * Puts windows into arrays. Targets stand at the last item of each basket whose next basket is
   * known in [fromMicros, beforeMicros) and has a category with a name: that basket's categories in
   * equal shares. All other steps are masked.
   *
   * @return inputs, targets and the mask of the targets, which is all 0 if there are none
   */
  static MultiDataSet batch(
      List<Window> windows, Vocabulary names, long fromMicros, long beforeMicros) {
    int vocabulary = names.size();
    int size = windows.size();
    int time = windows.stream().mapToInt(Window::length).max().orElse(1);
    float[] items = new float[size * time];
    float[] recent = new float[size * vocabulary * time];
    float[] labels = new float[size * vocabulary * time];
    float[] mask = new float[size * time];
    float[] now = new float[vocabulary];
    for (int i = 0; i < size; i++) {
      Window window = windows.get(i);
      CategoryIndex customer = window.customer();
      for (int t = 0; t < window.length(); t++) {
        items[i * time + t] = customer.items()[window.from() + t];
      }
      for (int basket = 0; basket + 1 < customer.ends().length; basket++) {
        int t = customer.ends()[basket] - 1 - window.from();
        long next = customer.atMicros()[basket + 1];
        Set<Integer> wanted = customer.wanted().get(basket + 1);
        if (t < 0 || t >= window.length() || next >= beforeMicros || next < fromMicros) {
          continue;
        }
        Vocabulary.recent(customer.items(), customer.ends()[basket], RECENT_DECAY, now);
        for (int v = 0; v < vocabulary; v++) {
          recent[(i * vocabulary + v) * time + t] = now[v];
        }
        if (!wanted.isEmpty()) {
          mask[i * time + t] = 1;
          for (int category : wanted) {
            labels[(i * vocabulary + category) * time + t] = 1f / wanted.size();
          }
        }
      }
    }
    return new MultiDataSet(
        new INDArray[] {
          Nd4j.create(items, new long[] {size, 1, time}, 'c'),
          Nd4j.create(recent, new long[] {size, vocabulary, time}, 'c')
        },
        new INDArray[] {Nd4j.create(labels, new long[] {size, vocabulary, time}, 'c')},
        null,
        new INDArray[] {Nd4j.create(mask, new long[] {size, time}, 'c')});
  }
}
