package io.tidewatch.training.text;

import io.tidewatch.models.Task;
import io.tidewatch.training.Dl4j;
import io.tidewatch.training.Progress;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
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
 * The vectors of words begin as a pre-trained encoder's. While it learns the labels, the network
 * also learns what the encoder makes of the whole text (Tang et al. 2019), which no label says.
 * With vectors of width 0 for n-grams it reads words alone; n-grams are then left to the linear
 * model.
 */
final class TextNetwork {
  static final String WORDS = "words";
  static final String GRAMS = "grams";
  private static final String TAUGHT = "taught";
  private static final double KEPT = 0.5;

  /**
   * Spread of the vectors at the start: the mean over some fifty n-grams is then of the order of a
   * filter's output.
   */
  private static final double GRAM_DEVIATION = 0.3;

  /** A mean hands an n-gram only a share of the gradient that a sum would. */
  private static final double GRAM_RATE = 5;

  private TextNetwork() {}

  /** What a network is made for: how many words, labels and values of a teacher's vectors. */
  record Shape(int vocabulary, int labels, int taught) {}

  /** Creates a network to be trained; besides the labels it is to find the teacher's vectors. */
  static ComputationGraph create(TextSettings settings, Shape shape, int steps, long seed) {
    GraphBuilder graph = inputs(settings, shape, steps, seed, settings.gramWidth() > 0);
    int width = addBranch(graph, "", settings, shape, steps);
    graph.addLayer(
        Task.Text.LABELS,
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nIn(width)
            .nOut(shape.labels())
            .activation(Activation.SOFTMAX)
            .dropOut(KEPT)
            .build(),
        "seen");
    if (shape.taught() > 0) {
      graph
          .addLayer(
              TAUGHT,
              new OutputLayer.Builder(LossFunction.L2)
                  .nIn(width)
                  .nOut(shape.taught())
                  .activation(Activation.IDENTITY)
                  // A first guess by chance grows with the length of the texts; to take it back,
                  // the filters would learn to see nothing, and stay so.
                  .weightInit(WeightInit.ZERO)
                  .dropOut(KEPT)
                  .build(),
              "seen")
          .setOutputs(Task.Text.LABELS, TAUGHT);
    } else {
      graph.setOutputs(Task.Text.LABELS);
    }
    ComputationGraph network = new ComputationGraph(graph.build());
    network.init();
    if (settings.gramWidth() > 0) {
      network
          .getParam("pieces_W")
          .assign(Nd4j.randn(settings.rows(), settings.gramWidth()).muli(GRAM_DEVIATION));
    }
    return network;
  }

  /**
   * Puts trained networks and a linear model side by side: the softmax of the mean of the networks'
   * logits and the linear model's margins. What only the training needs stays behind.
   *
   * @param shape words and labels
   * @param members the networks; without any the words are read and make no difference
   * @param mixture how much both count
   * @param linear what each n-gram adds to the logit of each label, {@code [rows, labels]}
   */
  static ComputationGraph joined(
      TextSettings settings,
      Shape shape,
      List<ComputationGraph> members,
      TextMixture mixture,
      float[] linear) {
    GraphBuilder graph = inputs(settings, shape, 1, 1, true);
    String[] logits = new String[Math.max(1, members.size()) + 1];
    for (int i = 0; i < members.size(); i++) {
      int width = addBranch(graph, prefix(i), settings, shape, 1);
      logits[i] = prefix(i) + Task.Text.LABELS;
      graph.addLayer(
          logits[i],
          new DenseLayer.Builder()
              .nIn(width)
              .nOut(shape.labels())
              .activation(Activation.IDENTITY)
              .build(),
          prefix(i) + "seen");
    }
    if (members.isEmpty()) {
      logits[0] = "silent";
      graph
          .addLayer("vectors", embedding(shape.vocabulary(), shape.labels()).build(), WORDS)
          .addLayer("silent", new GlobalPoolingLayer(PoolingType.AVG), "vectors");
    }
    logits[logits.length - 1] = "margins";
    graph
        .addLayer("linear", embedding(settings.rows(), shape.labels()).build(), GRAMS)
        .addLayer("margins", new GlobalPoolingLayer(PoolingType.AVG), "linear")
        .addVertex("logits", new ElementWiseVertex(ElementWiseVertex.Op.Add), logits)
        .addLayer(
            Task.Text.LABELS,
            new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build(),
            "logits")
        .setOutputs(Task.Text.LABELS);
    ComputationGraph joined = new ComputationGraph(graph.build());
    joined.init();
    for (int i = 0; i < members.size(); i++) {
      copy(members.get(i), joined, prefix(i), mixture.networks() / members.size());
    }
    if (members.isEmpty()) {
      joined.getParam("vectors_W").assign(0);
    }
    joined
        .getParam("linear_W")
        .assign(
            Nd4j.create(linear, new long[] {settings.rows(), shape.labels()}, 'c')
                .mul(mixture.linear()));
    return joined;
  }

  private static String prefix(int member) {
    return "n" + member + ".";
  }

  private static void copy(ComputationGraph from, ComputationGraph to, String prefix, double part) {
    from.paramTable()
        .forEach(
            (name, values) -> {
              if (!name.startsWith(TAUGHT)) {
                boolean last = name.startsWith(Task.Text.LABELS);
                to.getParam(prefix + name).assign(last ? values.mul(part) : values);
              }
            });
  }

  private static GraphBuilder inputs(
      TextSettings settings, Shape shape, int steps, long seed, boolean grams) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(adam(settings.learningRate(), steps))
            .weightInit(WeightInit.XAVIER)
            .graphBuilder();
    InputType words = InputType.recurrent(shape.vocabulary(), settings.tokens());
    return grams
        ? graph
            .addInputs(WORDS, GRAMS)
            .setInputTypes(words, InputType.recurrent(settings.rows(), settings.grams()))
        : graph.addInputs(WORDS).setInputTypes(words);
  }

  /** Returns what a network that is trained reads of a batch. */
  static MultiDataSet read(TextSettings settings, MultiDataSet batch) {
    return settings.gramWidth() > 0
        ? batch
        : new MultiDataSet(
            new INDArray[] {batch.getFeatures(0)},
            batch.getLabels(),
            new INDArray[] {batch.getFeaturesMaskArray(0)},
            null);
  }

  /** Adds all layers up to what the labels are told from, and returns its width. */
  private static int addBranch(
      GraphBuilder graph, String prefix, TextSettings settings, Shape shape, int steps) {
    graph.addLayer(
        prefix + "vectors", embedding(shape.vocabulary(), settings.width()).build(), WORDS);
    boolean bag = settings.gramWidth() > 0;
    String[] seen = new String[settings.kernels().size() + (bag ? 1 : 0)];
    for (int i = 0; i < settings.kernels().size(); i++) {
      int kernel = settings.kernels().get(i);
      seen[i] = prefix + "max" + kernel;
      String filters = prefix + "filters" + kernel;
      graph
          .addLayer(filters, convolution(settings, kernel), prefix + "vectors")
          .addLayer(seen[i], new GlobalPoolingLayer(PoolingType.MAX), filters);
    }
    if (bag) {
      graph
          .addLayer(
              prefix + "pieces",
              embedding(settings.rows(), settings.gramWidth())
                  .updater(adam(GRAM_RATE * settings.learningRate(), steps))
                  .build(),
              GRAMS)
          .addLayer(prefix + "bag", new GlobalPoolingLayer(PoolingType.AVG), prefix + "pieces");
      seen[seen.length - 1] = prefix + "bag";
    }
    graph.addVertex(prefix + "seen", new MergeVertex(), seen);
    return settings.kernels().size() * settings.filters() + settings.gramWidth();
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
    var shape =
        new Shape(vectors.length / settings.width(), texts.labelCount(), texts.taughtWidth());
    int stepsPerEpoch = (texts.size() + settings.batch() - 1) / settings.batch() + 1;
    int steps = stepsPerEpoch * settings.epochs();
    Nd4j.getRandom().setSeed(seed);
    ComputationGraph network = create(settings, shape, steps, seed);
    network
        .getParam("vectors_W")
        .assign(Nd4j.create(vectors, new long[] {shape.vocabulary(), settings.width()}, 'c'));
    var random = new Random(seed);
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      List<int[]> order = texts.order(settings.batch(), random);
      for (int i = 0; i < order.size(); i++) {
        network.fit(read(settings, texts.training(order.get(i), random)));
        progress.at(
            (epoch + (i + 1.0) / order.size()) / settings.epochs(),
            "epoch %d of %d".formatted(epoch + 1, settings.epochs()));
      }
    }
    return network;
  }
}
