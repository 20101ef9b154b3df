package io.tidewatch.training.text;

import io.tidewatch.models.Task;
import io.tidewatch.training.Dl4j;
import io.tidewatch.training.Progress;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * The text network in DL4J (Kim 2014, with the bag of n-grams of Joulin et al. 2017 beside it):
 *
 * <pre>
 *   words  -> vectors -> convolutions over 1, 2, 3 words -> largest of each filter --+-> softmax over labels
 *   grams  -> vectors -> mean ---------------------------------------------------------+
 * </pre>
 *
 * The vectors of words begin as a pre-trained encoder's.
 */
final class TextNetwork {
  static final String WORDS = "words";
  static final String GRAMS = "grams";
  private static final double KEPT = 0.5;

  /**
   * Spread of the vectors at the start: the mean over some fifty n-grams is then of the order of a
   * filter's output.
   */
  private static final double GRAM_DEVIATION = 0.3;

  /** A mean hands an n-gram only a share of the gradient that a sum would. */
  private static final double GRAM_RATE = 5;

  private TextNetwork() {}

  static ComputationGraph create(
      TextSettings settings, int vocabulary, int labels, int steps, long seed) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(adam(settings.learningRate(), steps))
            .weightInit(WeightInit.XAVIER)
            .graphBuilder()
            .addInputs(WORDS, GRAMS)
            .setInputTypes(
                InputType.recurrent(vocabulary, settings.tokens()),
                InputType.recurrent(settings.rows(), settings.grams()))
            .addLayer("vectors", embedding(vocabulary, settings.width()).build(), WORDS)
            .addLayer(
                "pieces",
                embedding(settings.rows(), settings.gramWidth())
                    .updater(adam(GRAM_RATE * settings.learningRate(), steps))
                    .build(),
                GRAMS)
            .addLayer("bag", new GlobalPoolingLayer(PoolingType.AVG), "pieces");
    String[] seen = new String[settings.kernels().size() + 1];
    for (int i = 0; i < settings.kernels().size(); i++) {
      int kernel = settings.kernels().get(i);
      seen[i] = "max" + kernel;
      graph
          .addLayer("filters" + kernel, convolution(settings, kernel), "vectors")
          .addLayer(seen[i], new GlobalPoolingLayer(PoolingType.MAX), "filters" + kernel);
    }
    seen[seen.length - 1] = "bag";
    int width = settings.kernels().size() * settings.filters() + settings.gramWidth();
    graph
        .addVertex("seen", new MergeVertex(), seen)
        .addLayer(
            Task.Text.LABELS,
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(width)
                .nOut(labels)
                .activation(Activation.SOFTMAX)
                .dropOut(KEPT)
                .build(),
            "seen")
        .setOutputs(Task.Text.LABELS);
    ComputationGraph network = new ComputationGraph(graph.build());
    network.init();
    network
        .getParam("pieces_W")
        .assign(Nd4j.randn(settings.rows(), settings.gramWidth()).muli(GRAM_DEVIATION));
    return network;
  }

  private static Adam adam(double rate, int steps) {
    return new Adam(new PolySchedule(ScheduleType.ITERATION, rate, 1, steps));
  }

  private static EmbeddingSequenceLayer.Builder embedding(int rows, int width) {
    return new EmbeddingSequenceLayer.Builder().nIn(rows).nOut(width).inferInputLength(true);
  }

  private static Convolution1DLayer convolution(TextSettings settings, int kernel) {
    return new Convolution1DLayer.Builder()
        .kernelSize(kernel)
        .nIn(settings.width())
        .nOut(settings.filters())
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.RELU)
        .build();
  }

  /**
   * Trains a network, one thread.
   *
   * @param vectors first values of the words' vectors, {@code [vocabulary, width]}
   */
  static ComputationGraph fit(
      TextSettings settings, TextBatch texts, float[] vectors, long seed, Progress progress) {
    Dl4j.singleThreaded();
    int vocabulary = vectors.length / settings.width();
    int stepsPerEpoch = (texts.size() + settings.batch() - 1) / settings.batch() + 1;
    int steps = stepsPerEpoch * settings.epochs();
    Nd4j.getRandom().setSeed(seed);
    ComputationGraph network = create(settings, vocabulary, texts.labelCount(), steps, seed);
    network
        .getParam("vectors_W")
        .assign(Nd4j.create(vectors, new long[] {vocabulary, settings.width()}, 'c'));
    var random = new Random(seed);
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      List<int[]> order = texts.order(settings.batch(), random);
      for (int i = 0; i < order.size(); i++) {
        network.fit(texts.training(order.get(i), random));
        progress.at(
            (epoch + (i + 1.0) / order.size()) / settings.epochs(),
            "epoch %d of %d".formatted(epoch + 1, settings.epochs()));
      }
    }
    return network;
  }

  /** Returns DL4J's own probabilities of one text. */
  static float[] probabilities(ComputationGraph network, TextBatch texts, int row) {
    MultiDataSet one = texts.plain(new int[] {row});
    return network
        .output(false, one.getFeatures(), one.getFeaturesMaskArrays(), null)[0]
        .dup('c')
        .data()
        .asFloat();
  }
}
