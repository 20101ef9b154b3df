package io.tidewatch.training.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.models.LayerSpec;
import io.tidewatch.models.Manifest;
import io.tidewatch.models.Network;
import io.tidewatch.models.Probe;
import io.tidewatch.models.Provenance;
import io.tidewatch.models.Recommender;
import io.tidewatch.models.Release;
import io.tidewatch.models.ReleaseWriter;
import io.tidewatch.models.Source;
import io.tidewatch.models.Task;
import io.tidewatch.models.kernel.Kernels;
import io.tidewatch.training.export.Dl4jExport;
import io.tidewatch.training.export.Dl4jExporter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class Dl4jEngineTest {
  private static final int BATCH = 70;

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"ELU", "GELU", "MISH", "RATIONALTANH", "RELU6", "SELU", "SOFTSIGN", "SWISH"})
  void layersComputeTheSameInAnyBatch(Activation activation) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .list(
                    new DenseLayer.Builder().nIn(13).nOut(19).activation(activation).build(),
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(19)
                        .nOut(5)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    Dl4jExport export = Dl4jExporter.of(network).input("input", "x", 13).allowEngine().export();
    assertThat(export.layers().get(0)).isInstanceOf(LayerSpec.EngineDense.class);
    Network kernels =
        Network.compile(export.layers(), Map.of("x", 13), export.tensors(), Kernels.best());
    float[] x = gaussian(new Random(4), BATCH * 13);
    var together = new float[BATCH * 5];
    kernels.evaluate(x, together, BATCH);
    float[] truth = floats(network.output(Nd4j.create(x.clone(), new int[] {BATCH, 13}, 'c')));
    for (int i = 0; i < truth.length; i++) {
      assertThat(together[i]).isCloseTo(truth[i], within(1e-5f));
    }
    var alone = new float[5];
    for (int row = BATCH - 1; row >= 0; row--) {
      kernels.evaluate(Arrays.copyOfRange(x, row * 13, (row + 1) * 13), alone, 1);
      assertThat(alone).containsExactly(Arrays.copyOfRange(together, row * 5, row * 5 + 5));
    }
  }

  @Test
  void aReleaseNamesTheLayersThatTheEngineComputes() throws Exception {
    List<String> categories = List.of("OTHER", "BEEF", "CHEESE", "MILK");
    ComputationGraph network = recommender(categories.size());
    Dl4jExport export =
        Dl4jExporter.of(network)
            .input("items", LayerSpec.ITEMS, 1)
            .input("recent", LayerSpec.RECENT, categories.size())
            .allowEngine()
            .export();
    ReleaseWriter writer =
        new ReleaseWriter(
            new Manifest(
                "recommender",
                "1",
                new Task.Recommend(categories, 0.8f),
                export.layers(),
                new Provenance("00".repeat(32), "random weights", 1, Source.DL4J),
                new TreeMap<>()));
    export.tensors().forEach(writer::tensor);
    writer.probe(probe(network, categories.size())).source(new byte[0]).card("# Card");
    Release release = Release.read(writer.write());

    Recommender recommender = Recommender.compile(release);
    assertThat(recommender.engineLayers()).containsExactly("hidden (SWISH) by dl4j");
    var probabilities = new float[categories.size()];
    recommender.probabilities(new CustomerState(), probabilities);
    assertThat(probabilities[0]).isBetween(0.01f, 0.99f);
  }

  private static ComputationGraph recommender(int categories) {
    var network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .graphBuilder()
                .addInputs("items", "recent")
                .addLayer(
                    "embedding",
                    new EmbeddingSequenceLayer.Builder().nIn(categories).nOut(8).build(),
                    "items")
                .addLayer(
                    "lstm",
                    new LSTM.Builder().nIn(8).nOut(6).activation(Activation.TANH).build(),
                    "embedding")
                .addVertex("last", new LastTimeStepVertex("items"), "lstm")
                .addVertex("in", new MergeVertex(), "last", "recent")
                .addLayer(
                    "hidden",
                    new DenseLayer.Builder()
                        .nIn(6 + categories)
                        .nOut(9)
                        .activation(Activation.SWISH)
                        .build(),
                    "in")
                .addLayer(
                    "categories",
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(9)
                        .nOut(categories)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "hidden")
                .setOutputs("categories")
                .build());
    network.init();
    return network;
  }

  private static Probe probe(ComputationGraph network, int categories) {
    var random = new Random(5);
    var items = new float[Probe.MAX_STEPS];
    for (int t = 0; t < items.length; t++) {
      items[t] = random.nextInt(categories);
    }
    float[] recent = gaussian(random, categories);
    INDArray x = Nd4j.create(items.clone(), new int[] {1, 1, items.length}, 'c');
    INDArray y = Nd4j.create(recent.clone(), new int[] {1, categories}, 'c');
    float[] outputs = floats(network.output(x, y)[0]);
    network.rnnClearPreviousState();
    network.rnnTimeStep(x, y);
    Map<String, INDArray> state = network.rnnGetPreviousState("lstm");
    float[] h = floats(state.get("prevAct"));
    float[] both = Arrays.copyOf(h, 2 * h.length);
    System.arraycopy(floats(state.get("prevMem")), 0, both, h.length, h.length);
    return new Probe(items, recent, both, outputs);
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
}
