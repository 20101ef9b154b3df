package io.tidewatch.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidewatch.models.LayerSpec;
import io.tidewatch.models.Network;
import io.tidewatch.models.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Exported networks against DL4J itself: random weights by seed, no difference above 1e-5. */
class Dl4jExporterTest {
  private static final float TOLERANCE = 1e-5f;
  private static final int BATCH = 37;

  @ParameterizedTest
  @EnumSource(io.tidewatch.models.Activation.class)
  void denseOutputAndActivationLayersComputeTheSame(io.tidewatch.models.Activation known) {
    Activation activation = Activation.valueOf(known.name());
    MultiLayerNetwork network =
        stack(
            InputType.feedForward(13),
            new DenseLayer.Builder().nOut(21).activation(activation).build(),
            new DenseLayer.Builder().nOut(17).hasBias(false).activation(Activation.TANH).build(),
            new ActivationLayer(activation),
            new ElementWiseMultiplicationLayer.Builder()
                .nIn(17)
                .nOut(17)
                .activation(activation)
                .build(),
            new OutputLayer.Builder(LossFunction.MSE).nOut(5).activation(activation).build());
    randomise(network, 1);
    assertSameVectors(network, 13, 2);
  }

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"TANH", "RELU", "IDENTITY"})
  void batchNormalizationIsFoldedOrBecomesALayer(Activation activation) {
    MultiLayerNetwork network =
        stack(
            InputType.feedForward(11),
            new BatchNormalization(),
            new DenseLayer.Builder().nOut(16).activation(activation).build(),
            new DropoutLayer(0.5),
            new BatchNormalization.Builder().eps(1e-3).build(),
            new DropoutLayer(0.5),
            new DenseLayer.Builder().nOut(16).activation(Activation.IDENTITY).build(),
            new BatchNormalization.Builder().lockGammaBeta(true).gamma(1.5).beta(-0.5).build(),
            new ActivationLayer(activation),
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(4)
                .activation(Activation.SOFTMAX)
                .build());
    train(network, 11, 4);
    List<String> kinds =
        assertSameVectors(network, 11, 3).layers().stream()
            .map(layer -> layer.getClass().getSimpleName())
            .toList();
    assertThat(kinds).startsWith("Standardise", "Dense").doesNotContain("Dropout");
    assertThat(kinds.stream().filter(kind -> kind.equals("Scale")).count())
        .isEqualTo(activation == Activation.IDENTITY ? 0 : 1);
  }

  @Test
  void batchNormalizationWithLogarithmsComputesTheSame() {
    MultiLayerNetwork network =
        stack(
            InputType.feedForward(6),
            new DenseLayer.Builder().nOut(8).activation(Activation.RELU).build(),
            new BatchNormalization.Builder().useLogStd(true).build(),
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build());
    train(network, 6, 3);
    assertSameVectors(network, 6, 3);
  }

  @ParameterizedTest
  @EnumSource(ElementWiseVertex.Op.class)
  void verticesComputeTheSame(ElementWiseVertex.Op operation) {
    GraphBuilder graph =
        builder()
            .graphBuilder()
            .addInputs("x")
            .setInputTypes(InputType.feedForward(9))
            .addLayer("a", dense(12, Activation.TANH), "x")
            .addLayer("b", dense(5, Activation.RELU), "x")
            .addLayer("c", dense(7, Activation.SIGMOID), "x")
            .addVertex("bc", new MergeVertex(), "b", "c")
            .addVertex("joined", new ElementWiseVertex(operation), "a", "bc")
            .addVertex("part", new SubsetVertex(3, 8), "bc")
            .addLayer("norm", new BatchNormalization(), "bc")
            .addVertex("all", new MergeVertex(), "joined", "part", "norm", "x")
            .addLayer("act", new ActivationLayer(Activation.SOFTMAX), "all")
            .addLayer("out", output(3), "act")
            .setOutputs("out");
    ComputationGraph network = graph(graph);
    randomise(network, 4);
    Dl4jExport export = Dl4jExporter.of(network).input("x", "values", 9).export();
    var random = new Random(5);
    float[] x = gaussian(random, BATCH * 9);
    float[] truth = floats(network.outputSingle(Nd4j.create(x, new int[] {BATCH, 9}, 'c')));
    assertClose(evaluate(export, "values", 9, x, BATCH, 3), truth);
  }

  @ParameterizedTest
  @CsvSource({
    "Same, 1, MAX", "Same, 2, AVG", "Same, 3, SUM", "Truncate, 1, MAX", "Truncate, 2, AVG",
    "Truncate, 3, SUM", "Strict, 1, MAX", "Causal, 1, MAX", "Causal, 1, AVG", "Causal, 2, SUM"
  })
  void convolutionsOverVectorsComputeTheSame(ConvolutionMode mode, int stride, PoolingType type) {
    for (int kernel = stride; kernel <= 5; kernel++) {
      int steps = 17;
      MultiLayerNetwork network =
          stack(
              InputType.recurrent(6, steps),
              convolution(8, kernel, stride, mode, Activation.TANH),
              convolution(7, kernel, 1, mode, Activation.IDENTITY),
              new GlobalPoolingLayer(type),
              output(3));
      randomise(network, kernel);
      var random = new Random(stride);
      float[] stepMajor = gaussian(random, BATCH * steps * 6);
      INDArray x =
          Nd4j.create(stepMajor, new int[] {BATCH, steps, 6}, 'c').permute(0, 2, 1).dup('c');
      Dl4jExport export = Dl4jExporter.of(network).sequence("input", "x", steps, 6).export();
      assertClose(evaluate(export, "x", steps * 6, stepMajor, BATCH, 3), floats(network.output(x)));
    }
  }

  /** DL4J normalises steps only if told to take them for a batch; see BatchNormalization. */
  @Test
  void batchNormalizationOfStepsIsFoldedIntoTheConvolution() {
    NeuralNetConfiguration.ListBuilder list =
        builder()
            .list(
                convolution(7, 3, 1, ConvolutionMode.Same, Activation.IDENTITY),
                new BatchNormalization.Builder().nIn(7).nOut(7).build(),
                new DenseLayer.Builder().nIn(7).nOut(5).activation(Activation.TANH).build(),
                new BatchNormalization.Builder().nIn(5).nOut(5).build(),
                new GlobalPoolingLayer(PoolingType.AVG),
                new OutputLayer.Builder(LossFunction.MSE).nIn(5).nOut(3).build())
            .inputPreProcessor(1, new RnnToFeedForwardPreProcessor())
            .inputPreProcessor(4, new FeedForwardToRnnPreProcessor());
    ((Convolution1DLayer) list.getLayerwise().get(0).getLayer()).setNIn(6);
    var network = new MultiLayerNetwork(list.build());
    network.init();
    randomise(network, 5);
    int steps = 12;
    float[] stepMajor = gaussian(new Random(2), BATCH * steps * 6);
    INDArray x = Nd4j.create(stepMajor, new int[] {BATCH, steps, 6}, 'c').permute(0, 2, 1).dup('c');
    Dl4jExport export = Dl4jExporter.of(network).sequence("input", "x", steps, 6).export();
    assertThat(export.layers().stream().map(LayerSpec::name))
        .containsExactly("layer0", "layer2", "layer3", "layer4", "layer5");
    assertClose(evaluate(export, "x", steps * 6, stepMajor, BATCH, 3), floats(network.output(x)));
  }

  @Test
  void textNetworkComputesTheSameForTextsOfAnyLength() {
    ComputationGraph network = textNetwork(ConvolutionMode.Same, 1);
    Dl4jExport export = Dl4jExporter.of(network).indices("words", "tokens", 24).export();
    assertSameTexts(network, export, true);
    assertThat(export.layers().get(0)).isInstanceOf(LayerSpec.EmbeddingSequence.class);
    assertThat(export.layers()).filteredOn(LayerSpec.Convolution1D.class::isInstance).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"Same, 2", "Truncate, 1", "Truncate, 2", "Causal, 1", "Causal, 2"})
  void textNetworksOfOtherModesComputeTheSame(ConvolutionMode mode, int stride) {
    ComputationGraph network = textNetwork(mode, stride);
    Dl4jExport export = Dl4jExporter.of(network).indices("words", "tokens", 24).export();
    assertSameTexts(network, export, true);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void lstmNetworksComputeTheSameOverThousandSteps(long seed) {
    GraphBuilder graph =
        builder()
            .seed(seed)
            .graphBuilder()
            .addInputs("steps")
            .setInputTypes(InputType.recurrent(10))
            .addLayer("in", dense(12, Activation.IDENTITY), "steps")
            .addLayer("inNorm", new BatchNormalization(), "in")
            .addLayer("inAct", new ActivationLayer(Activation.TANH), "inNorm")
            .addLayer(
                "lstm", new LSTM.Builder().nOut(19).activation(Activation.TANH).build(), "inAct")
            .addLayer("drop", new DropoutLayer(0.5), "lstm")
            .addVertex("last", new LastTimeStepVertex("steps"), "drop")
            .addLayer("hidden", dense(15, Activation.IDENTITY), "last")
            .addLayer("hiddenNorm", new BatchNormalization(), "hidden")
            .addLayer("hiddenAct", new ActivationLayer(Activation.LEAKYRELU), "hiddenNorm")
            .addLayer("out", output(4), "hiddenAct")
            .setOutputs("out");
    ComputationGraph network = graph(graph);
    var random = new Random(seed);
    randomise(network, seed);
    Dl4jExport export = Dl4jExporter.of(network).input("steps", LayerSpec.STEPS, 10).export();
    assertSameSteps(network, export, random, 10, 19, 4);
  }

  @Test
  void rnnOutputBehindAnEmbeddingAndAWrappedLstmIsStepWise() {
    MultiLayerNetwork network =
        stack(
            null,
            new EmbeddingSequenceLayer.Builder().nIn(30).nOut(8).hasBias(true).build(),
            new LSTM.Builder().nIn(8).nOut(9).activation(Activation.TANH).build(),
            new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nIn(9)
                .nOut(30)
                .activation(Activation.SOFTMAX)
                .build());
    randomise(network, 6);
    Dl4jExport export = Dl4jExporter.of(network).input("input", LayerSpec.ITEMS, 1).export();
    var random = new Random(7);
    var items = new float[50];
    for (int t = 0; t < items.length; t++) {
      items[t] = random.nextInt(30);
    }
    INDArray truth = network.output(Nd4j.create(items, new int[] {1, 1, items.length}, 'c'));
    Network kernels = compile(export, LayerSpec.ITEMS, 1);
    var state = new float[18];
    var y = new float[30];
    for (int t = 0; t < items.length; t++) {
      kernels.stepAndEvaluate(new float[] {items[t]}, state, y, 1);
      for (int j = 0; j < y.length; j++) {
        assertThat(y[j]).isCloseTo(truth.getFloat(0, j, t), within());
      }
    }
  }

  @Test
  void lastTimeStepAndFrozenLayersAreUnwrapped() {
    MultiLayerNetwork network =
        stack(
            InputType.recurrent(5),
            new LastTimeStep(new LSTM.Builder().nOut(6).activation(Activation.TANH).build()),
            new FrozenLayer(dense(7, Activation.TANH)),
            output(2));
    randomise(network, 8);
    Dl4jExport export = Dl4jExporter.of(network).input("input", LayerSpec.STEPS, 5).export();
    assertThat(export.layers().stream().map(LayerSpec::getClass).map(Class::getSimpleName))
        .containsExactly("Lstm", "Dense", "Dense");
    float[] steps = gaussian(new Random(9), 20 * 5);
    INDArray x = Nd4j.create(steps, new int[] {1, 20, 5}, 'c').permute(0, 2, 1).dup('c');
    float[] truth = floats(network.output(x));
    Network kernels = compile(export, LayerSpec.STEPS, 5);
    var state = new float[12];
    var y = new float[2];
    for (int t = 0; t < 20; t++) {
      kernels.stepAndEvaluate(Arrays.copyOfRange(steps, t * 5, t * 5 + 5), state, y, 1);
    }
    assertClose(y, truth);
  }

  @Test
  void embeddingOfASingleIndexIsARowOfItsTable() {
    MultiLayerNetwork network =
        stack(
            null,
            new EmbeddingLayer.Builder()
                .nIn(12)
                .nOut(6)
                .hasBias(true)
                .activation(Activation.TANH)
                .build(),
            new OutputLayer.Builder(LossFunction.MSE)
                .nIn(6)
                .nOut(3)
                .activation(Activation.SOFTPLUS)
                .build());
    randomise(network, 10);
    Dl4jExport export = Dl4jExporter.of(network).input("input", "item", 1).export();
    float[] x = {0, 11, 5, 5};
    assertClose(
        evaluate(export, "item", 1, x, 4, 3),
        floats(network.output(Nd4j.create(x, new int[] {4, 1}, 'c'))));
  }

  static Stream<Arguments> unknown() {
    Layer lstm = new LSTM.Builder().nOut(4).activation(Activation.TANH).build();
    return Stream.of(
        Arguments.of(
            new GravesBidirectionalLSTM.Builder().nOut(4).build(),
            "layer 'odd' (GravesBidirectionalLSTM): reads the steps that follow"),
        Arguments.of(
            new SelfAttentionLayer.Builder().nOut(4).nHeads(1).projectInput(true).build(),
            "layer 'odd' (SelfAttentionLayer): attends to all steps; use Convolution1D"),
        Arguments.of(
            new SimpleRnn.Builder().nOut(4).build(), "layer 'odd' (SimpleRnn): has no kernel"),
        Arguments.of(
            new LSTM.Builder().nOut(4).activation(Activation.SOFTSIGN).build(),
            "layer 'odd' (LSTM): activation softsign is unknown to a release; use one of"),
        Arguments.of(
            new LSTM.Builder()
                .nOut(4)
                .activation(Activation.TANH)
                .gateActivationFunction(Activation.HARDSIGMOID)
                .build(),
            "layer 'odd' (LSTM): has activation TANH and gates HARDSIGMOID"),
        Arguments.of(
            new Convolution1D.Builder(3).nOut(4).dilation(2).build(),
            "layer 'odd' (Convolution1DLayer): has dilation 2 and padding 0"),
        Arguments.of(
            new DenseLayer.Builder().nOut(4).activation(Activation.GELU).build(),
            "layer 'odd' (DenseLayer): activation gelu"),
        Arguments.of(
            new DenseLayer.Builder().nOut(4).hasLayerNorm(true).build(),
            "layer 'odd' (DenseLayer): has layer normalisation"),
        Arguments.of(
            new GlobalPoolingLayer.Builder(PoolingType.PNORM).pnorm(2).build(),
            "layer 'odd' (GlobalPoolingLayer): has pooling PNORM; use MAX, AVG or SUM"));
  }

  @ParameterizedTest
  @MethodSource("unknown")
  void unknownLayersAreRefusedByName(Layer odd, String because) {
    GraphBuilder graph =
        builder()
            .graphBuilder()
            .addInputs("x")
            .setInputTypes(InputType.recurrent(4, 10))
            .addLayer("odd", odd, "x")
            .setOutputs("odd");
    var network = new ComputationGraph(graph.build());
    network.init();
    Dl4jExporter exporter =
        odd instanceof LSTM
            ? Dl4jExporter.of(network).input("x", LayerSpec.STEPS, 4)
            : Dl4jExporter.of(network).sequence("x", "x", 10, 4);
    assertThatExceptionOfType(UnsupportedLayerException.class)
        .isThrownBy(exporter::export)
        .withMessageContaining(because)
        .satisfies(unsupported -> assertThat(unsupported.layer()).isEqualTo("odd"));
  }

  @Test
  void unknownVerticesAndSecondLstmsAreRefusedByName() {
    GraphBuilder scaled =
        builder()
            .graphBuilder()
            .addInputs("x")
            .setInputTypes(InputType.feedForward(4))
            .addVertex("half", new ScaleVertex(0.5), "x")
            .addLayer("out", output(2), "half")
            .setOutputs("out");
    assertThatExceptionOfType(UnsupportedLayerException.class)
        .isThrownBy(() -> Dl4jExporter.of(graph(scaled)).input("x", "x", 4).export())
        .withMessageContaining("layer 'half' (ScaleVertex): is unknown to a release");
    MultiLayerNetwork two =
        stack(
            InputType.recurrent(4),
            new LSTM.Builder().nOut(4).activation(Activation.TANH).build(),
            new LSTM.Builder().nOut(4).activation(Activation.TANH).build(),
            new RnnOutputLayer.Builder(LossFunction.MSE).nOut(2).build());
    assertThatExceptionOfType(UnsupportedLayerException.class)
        .isThrownBy(() -> Dl4jExporter.of(two).input("input", LayerSpec.STEPS, 4).export())
        .withMessageContaining("layer 'layer1' (LSTM): is a second LSTM beside 'layer0'");
  }

  @Test
  void inputsMustBeDeclared() {
    MultiLayerNetwork network =
        stack(InputType.feedForward(4), dense(3, Activation.TANH), output(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dl4jExporter.of(network).export())
        .withMessageContaining("say what input 'input' is");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dl4jExporter.of(network).input("x", "x", 4))
        .withMessageContaining("no input 'x'; there are [input]");
  }

  private static ComputationGraph textNetwork(ConvolutionMode mode, int stride) {
    GraphBuilder graph =
        builder()
            .graphBuilder()
            .addInputs("words")
            .setInputTypes(InputType.recurrent(200, 24))
            .addLayer(
                "embedding",
                new EmbeddingSequenceLayer.Builder()
                    .nIn(200)
                    .nOut(20)
                    .inferInputLength(true)
                    .build(),
                "words");
    for (int kernel : new int[] {3, 4, 5}) {
      graph
          .addLayer(
              "c" + kernel, convolution(16, kernel, stride, mode, Activation.RELU), "embedding")
          .addLayer("max" + kernel, new GlobalPoolingLayer(PoolingType.MAX), "c" + kernel)
          .addLayer("avg" + kernel, new GlobalPoolingLayer(PoolingType.AVG), "c" + kernel);
    }
    graph
        .addVertex("all", new MergeVertex(), "max3", "max4", "max5", "avg3", "avg4", "avg5")
        .addLayer("dense", dense(30, Activation.TANH), "all")
        .addLayer("out", output(9), "dense")
        .setOutputs("out");
    ComputationGraph network = graph(graph);
    randomise(network, stride);
    return network;
  }

  private static void assertSameTexts(ComputationGraph network, Dl4jExport export, boolean masked) {
    int steps = 24;
    var random = new Random(3);
    var words = new float[BATCH * steps];
    var tokens = new float[BATCH * steps];
    INDArray mask = Nd4j.zeros(BATCH, steps);
    for (int row = 0; row < BATCH; row++) {
      int length = masked ? 1 + row % steps : steps;
      for (int t = 0; t < steps; t++) {
        words[row * steps + t] = random.nextInt(200);
        tokens[row * steps + t] = t < length ? words[row * steps + t] : -1;
        mask.putScalar(row, t, t < length ? 1 : 0);
      }
    }
    INDArray x = Nd4j.create(words, new int[] {BATCH, 1, steps}, 'c');
    INDArray truth =
        masked
            ? network.output(false, new INDArray[] {x}, new INDArray[] {mask}, null)[0]
            : network.outputSingle(x);
    assertClose(evaluate(export, "tokens", steps, tokens, BATCH, 9), floats(truth));
  }

  private static void assertSameSteps(
      ComputationGraph network, Dl4jExport export, Random random, int in, int units, int out) {
    Network kernels = compile(export, LayerSpec.STEPS, in);
    int rows = 3;
    var states = new float[rows * 2 * units];
    var y = new float[rows * out];
    network.rnnClearPreviousState();
    for (int step = 0; step < 1_000; step++) {
      float[] x = gaussian(random, rows * in);
      INDArray truth = network.rnnTimeStep(Nd4j.create(x.clone(), new int[] {rows, in, 1}, 'c'))[0];
      kernels.stepAndEvaluate(x, states, y, rows);
      if (step % 100 == 99) {
        assertClose(y, floats(truth));
      }
    }
    Map<String, INDArray> truth = network.rnnGetPreviousState("lstm");
    float[] h = floats(truth.get("prevAct"));
    float[] c = floats(truth.get("prevMem"));
    for (int row = 0; row < rows; row++) {
      int at = row * 2 * units;
      assertClose(
          Arrays.copyOfRange(states, at, at + units),
          Arrays.copyOfRange(h, row * units, (row + 1) * units));
      assertClose(
          Arrays.copyOfRange(states, at + units, at + 2 * units),
          Arrays.copyOfRange(c, row * units, (row + 1) * units));
    }
  }

  private static Dl4jExport assertSameVectors(MultiLayerNetwork network, int width, long seed) {
    Dl4jExport export = Dl4jExporter.of(network).input("input", "x", width).export();
    float[] x = gaussian(new Random(seed), BATCH * width);
    INDArray truth = network.output(Nd4j.create(x.clone(), new int[] {BATCH, width}, 'c'));
    assertClose(evaluate(export, "x", width, x, BATCH, (int) truth.size(1)), floats(truth));
    return export;
  }

  private static float[] evaluate(
      Dl4jExport export, String source, int width, float[] x, int batch, int outputs) {
    var y = new float[batch * outputs];
    compile(export, source, width).evaluate(x, y, batch);
    return y;
  }

  private static Network compile(Dl4jExport export, String source, int width) {
    return Network.compile(
        export.layers(), Map.of(source, width), export.tensors(), Kernels.best());
  }

  private static NeuralNetConfiguration.Builder builder() {
    return new NeuralNetConfiguration.Builder().seed(42);
  }

  private static MultiLayerNetwork stack(InputType input, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list = builder().list(layers);
    if (input != null) {
      list.setInputType(input);
    }
    var network = new MultiLayerNetwork(list.build());
    network.init();
    return network;
  }

  private static ComputationGraph graph(GraphBuilder graph) {
    var network = new ComputationGraph(graph.build());
    network.init();
    return network;
  }

  private static DenseLayer dense(int outputs, Activation activation) {
    return new DenseLayer.Builder().nOut(outputs).activation(activation).build();
  }

  private static OutputLayer output(int outputs) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(outputs)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static Convolution1DLayer convolution(
      int filters, int kernel, int stride, ConvolutionMode mode, Activation activation) {
    return new Convolution1D.Builder(kernel, stride)
        .nOut(filters)
        .convolutionMode(mode)
        .activation(activation)
        .build();
  }

  private static void randomise(MultiLayerNetwork network, long seed) {
    randomise(network.params(), network.getLayers(), seed);
  }

  private static void randomise(ComputationGraph network, long seed) {
    randomise(network.params(), network.getLayers(), seed);
  }

  /** Weights that neither saturate nor silence the layers, and variances above 0. */
  private static void randomise(
      INDArray params, org.deeplearning4j.nn.api.Layer[] layers, long seed) {
    var random = new Random(seed);
    for (long i = 0; i < params.length(); i++) {
      params.putScalar(i, 0.3 * random.nextGaussian());
    }
    for (var layer : layers) {
      INDArray variance = layer.paramTable().get("var");
      if (variance != null) {
        variance.assign(Transforms.abs(variance, true).addi(0.1));
      }
    }
  }

  private static void train(MultiLayerNetwork network, int in, int out) {
    var random = new Random(12);
    for (int i = 0; i < 10; i++) {
      INDArray labels = Nd4j.zeros(64, out);
      for (int row = 0; row < 64; row++) {
        labels.putScalar(row, random.nextInt(out), 1);
      }
      network.fit(Nd4j.create(gaussian(random, 64 * in), new int[] {64, in}, 'c'), labels);
    }
  }

  private static float[] gaussian(Random random, int count) {
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] floats(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  private static org.assertj.core.data.Offset<Float> within() {
    return org.assertj.core.api.Assertions.within(TOLERANCE);
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    List<String> apart = new ArrayList<>();
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(actual[i] - expected[i]) <= TOLERANCE * Math.max(1, Math.abs(expected[i])))) {
        apart.add("[%d]: %s, DL4J %s".formatted(i, actual[i], expected[i]));
      }
    }
    assertThat(apart).isEmpty();
  }
}
