package io.tidewatch.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.customer.ChurnStep;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.FeatureCatalogue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The kernels against DL4J itself: networks trained for some iterations, exported, verified. */
class Dl4jTruthTest {
  private static final int BATCH = 32;
  private static final int ITERATIONS = 20;

  @Test
  void churnNetworkPassesTheProbesOfDl4j() throws Exception {
    Manifest manifest = TestReleases.churnManifest();
    int features = FeatureCatalogue.size();
    ComputationGraph net = churnNetwork(features);
    var random = new Random(1);
    for (int i = 0; i < ITERATIONS; i++) {
      net.fit(
          new MultiDataSet(
              new INDArray[] {
                gaussian(random, BATCH, ChurnStep.WIDTH, 12), gaussian(random, BATCH, features)
              },
              new INDArray[] {coins(random), coins(random), positive(random)}));
    }

    ReleaseWriter writer = new ReleaseWriter(manifest).source(zip(net)).card("# Churn");
    churnTensors(net, features).forEach(writer::tensor);
    for (int steps : new int[] {Probe.MAX_STEPS, 100, 1}) {
      writer.probe(churnProbe(net, features, random, steps));
    }
    Release release = Release.read(writer.write());
    BatchedProbes.assertHeld(release);

    var state = new CustomerState();
    var zeros = new float[features];
    assertThat(ChurnModel.compile(release).score(state, zeros).churn()).isBetween(0f, 1f);
  }

  @Test
  void recommenderPassesTheProbesOfDl4j() throws Exception {
    Manifest manifest = TestReleases.recommenderManifest();
    int categories = TestReleases.CATEGORIES.size();
    var layers = new java.util.ArrayList<>(manifest.layers().subList(0, 2));
    layers.add(
        new LayerSpec.Dense(
            Task.Recommend.CATEGORIES,
            java.util.List.of("lstm", LayerSpec.RECENT),
            20 + categories,
            categories,
            Activation.SOFTMAX));
    manifest =
        new Manifest(
            "recommender", "1", manifest.task(), layers, manifest.provenance(), new TreeMap<>());
    ComputationGraph net = recommenderNetwork(categories);
    var random = new Random(2);
    for (int i = 0; i < ITERATIONS; i++) {
      net.fit(
          new MultiDataSet(
              new INDArray[] {
                items(random, BATCH, 12, categories), gaussian(random, BATCH, categories)
              },
              new INDArray[] {oneHot(random, categories)}));
    }

    ReleaseWriter writer = new ReleaseWriter(manifest).source(zip(net)).card("# Recommender");
    Map.of(
            "embedding/W", "embedding_W",
            "lstm/W", "lstm_W",
            "lstm/RW", "lstm_RW",
            "lstm/b", "lstm_b",
            "categories/W", "categories_W",
            "categories/b", "categories_b")
        .forEach((tensor, param) -> writer.tensor(tensor, floats(net.getParam(param))));
    for (int steps : new int[] {Probe.MAX_STEPS, 100, 1}) {
      writer.probe(recommenderProbe(net, random, steps, categories));
    }
    Release release = Release.read(writer.write());
    BatchedProbes.assertHeld(release);

    var probabilities = new float[categories];
    Recommender.compile(release).probabilities(new CustomerState(), probabilities);
    double sum = 0;
    for (float probability : probabilities) {
      sum += probability;
    }
    assertThat(sum).isCloseTo(1, within(1e-5));
  }

  private static ComputationGraph churnNetwork(int features) {
    int units = TestReleases.UNITS;
    int hidden = TestReleases.HIDDEN;
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .updater(new Adam(0.01))
            .graphBuilder()
            .addInputs("steps", "features")
            .addLayer(
                "lstm",
                new LSTM.Builder().nOut(units).activation(dl4j(Activation.TANH)).build(),
                "steps")
            .addVertex("last", new LastTimeStepVertex("steps"), "lstm")
            .addVertex("in", new MergeVertex(), "last", "features")
            .addLayer(
                "dense",
                new DenseLayer.Builder().nOut(hidden).activation(dl4j(Activation.TANH)).build(),
                "in")
            .addVertex("all", new MergeVertex(), "dense", "features", "last")
            .addLayer("churn", output(LossFunction.XENT, Activation.SIGMOID, 1), "all")
            .addLayer("purchase7", output(LossFunction.XENT, Activation.SIGMOID, 1), "all")
            .addLayer("spend", output(LossFunction.MSE, Activation.SOFTPLUS, 1), "all")
            .setOutputs("churn", "purchase7", "spend")
            .setInputTypes(InputType.recurrent(ChurnStep.WIDTH), InputType.feedForward(features));
    var net = new ComputationGraph(graph.build());
    net.init();
    return net;
  }

  private static ComputationGraph recommenderNetwork(int categories) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .updater(new Adam(0.01))
            .graphBuilder()
            .addInputs("items", "recent")
            .addLayer(
                "embedding",
                new EmbeddingSequenceLayer.Builder().nIn(categories).nOut(16).build(),
                "items")
            .addLayer(
                "lstm",
                new LSTM.Builder().nIn(16).nOut(20).activation(dl4j(Activation.TANH)).build(),
                "embedding")
            .addVertex("last", new LastTimeStepVertex("items"), "lstm")
            .addVertex("in", new MergeVertex(), "last", "recent")
            .addLayer(
                "categories",
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nIn(20 + categories)
                    .nOut(categories)
                    .activation(dl4j(Activation.SOFTMAX))
                    .build(),
                "in")
            .setOutputs("categories");
    var net = new ComputationGraph(graph.build());
    net.init();
    return net;
  }

  private static OutputLayer output(LossFunction loss, Activation activation, int width) {
    return new OutputLayer.Builder(loss).nOut(width).activation(dl4j(activation)).build();
  }

  private static org.nd4j.linalg.activations.Activation dl4j(Activation activation) {
    return org.nd4j.linalg.activations.Activation.valueOf(activation.name());
  }

  private static Map<String, float[]> churnTensors(ComputationGraph net, int features) {
    var tensors = new TreeMap<String, float[]>();
    for (String layer : new String[] {"dense", "churn", "purchase7", "spend", "lstm"}) {
      tensors.put(layer + "/W", floats(net.getParam(layer + "_W")));
      tensors.put(layer + "/b", floats(net.getParam(layer + "_b")));
    }
    tensors.put("lstm/RW", floats(net.getParam("lstm_RW")));
    tensors.put("steps.z/mean", new float[ChurnStep.WIDTH]);
    tensors.put("steps.z/scale", filled(ChurnStep.WIDTH, 1));
    tensors.put("features.z/mean", new float[features]);
    tensors.put("features.z/scale", filled(features, 1));
    tensors.put(Task.Churn.REFERENCE, new float[TestReleases.UNITS]);
    return tensors;
  }

  private static Probe churnProbe(ComputationGraph net, int features, Random random, int steps) {
    INDArray stepInputs = gaussian(random, 1, ChurnStep.WIDTH, steps);
    INDArray featureInputs = gaussian(random, 1, features);
    net.rnnClearPreviousState();
    INDArray[] outputs = net.output(stepInputs, featureInputs);
    net.rnnTimeStep(stepInputs, featureInputs);
    float[] scores = new float[3];
    for (int i = 0; i < 3; i++) {
      scores[i] = outputs[i].getFloat(0);
    }
    float[] stepMajor = floats(stepInputs.permute(0, 2, 1));
    return new Probe(stepMajor, floats(featureInputs), state(net), scores);
  }

  private static Probe recommenderProbe(
      ComputationGraph net, Random random, int steps, int categories) {
    INDArray items = items(random, 1, steps, categories);
    INDArray recent = gaussian(random, 1, categories);
    net.rnnClearPreviousState();
    INDArray probabilities = net.output(items, recent)[0];
    net.rnnTimeStep(items, recent);
    return new Probe(floats(items), floats(recent), state(net), floats(probabilities));
  }

  private static float[] state(ComputationGraph net) {
    Map<String, INDArray> state = net.rnnGetPreviousState("lstm");
    float[] h = floats(state.get("prevAct"));
    float[] c = floats(state.get("prevMem"));
    float[] both = Arrays.copyOf(h, h.length + c.length);
    System.arraycopy(c, 0, both, h.length, c.length);
    return both;
  }

  private static byte[] zip(ComputationGraph net) throws IOException {
    var bytes = new ByteArrayOutputStream();
    ModelSerializer.writeModel(net, bytes, false);
    return bytes.toByteArray();
  }

  private static float[] floats(INDArray array) {
    return array.dup('c').reshape(array.length()).toFloatVector();
  }

  private static float[] filled(int count, float value) {
    var values = new float[count];
    Arrays.fill(values, value);
    return values;
  }

  private static INDArray gaussian(Random random, int... shape) {
    int count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.create(values, shape, 'c');
  }

  private static INDArray coins(Random random) {
    INDArray labels = gaussian(random, BATCH, 1);
    return labels.gt(0).castTo(labels.dataType());
  }

  private static INDArray positive(Random random) {
    return gaussian(random, BATCH, 1).mul(2).add(3);
  }

  private static INDArray items(Random random, int batch, int steps, int categories) {
    var values = new float[batch * steps];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(categories);
    }
    return Nd4j.create(values, new int[] {batch, 1, steps}, 'c');
  }

  private static INDArray oneHot(Random random, int categories) {
    INDArray labels = Nd4j.zeros(BATCH, categories);
    for (int i = 0; i < BATCH; i++) {
      labels.putScalar(i, random.nextInt(categories), 1);
    }
    return labels;
  }
}
