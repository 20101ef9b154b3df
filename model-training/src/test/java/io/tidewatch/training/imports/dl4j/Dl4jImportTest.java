package io.tidewatch.training.imports.dl4j;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidewatch.customer.ChurnStep;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.models.LayerSpec;
import io.tidewatch.models.Probe;
import io.tidewatch.models.Release;
import io.tidewatch.models.Source;
import io.tidewatch.models.Task;
import io.tidewatch.training.imports.ImportFixtures;
import io.tidewatch.training.imports.RefusedImportException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.OrthogonalDistribution;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Zips that DL4J's ModelSerializer wrote, and zips that an attacker made of them. */
class Dl4jImportTest {
  private static final int FEATURES = FeatureCatalogue.size();
  private static final byte[] STACK = zip(stack(), true);

  @Test
  void aStackOfLayersIsRebuilt() throws Exception {
    MultiLayerNetwork network = stack();
    Release release =
        Release.read(Dl4jImport.release(zip(network, true), ImportFixtures.withoutProbes()));

    assertThat(release.manifest().provenance().source()).isEqualTo(Source.DL4J);
    // The probes are what the rebuilt network gave; the network that was saved gives the same.
    for (Probe probe : release.probes()) {
      INDArray features = Nd4j.create(probe.features(), new long[] {1, FEATURES}, 'c');
      assertThat(network.output(features).getFloat(0)).isEqualTo(probe.outputs()[0]);
    }
  }

  @Test
  void aGraphWithAnLstmIsRebuilt() throws Exception {
    Release release =
        Release.read(Dl4jImport.release(zip(graph(), false), ImportFixtures.withoutProbes()));

    assertThat(((Task.Churn) release.manifest().task()).outputs())
        .containsExactly(Task.Churn.CHURN, Task.Churn.SPEND);
    assertThat(release.manifest().layers()).hasAtLeastOneElementOfType(LayerSpec.Lstm.class);
    assertThat(release.probes().get(0).steps()).hasSize(Probe.MAX_STEPS * ChurnStep.WIDTH);
    assertThat(release.probes().get(0).state()).hasSize(10);
  }

  @Test
  void aStackOverTheStepsIsRebuilt() throws Exception {
    var network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(2)
                .list()
                .layer(new LSTM.Builder().nOut(6).activation(Activation.TANH).build())
                .layer(
                    new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(ChurnStep.WIDTH))
                .build());
    network.init();
    randomise(network);
    Release release =
        Release.read(Dl4jImport.release(zip(network, false), ImportFixtures.withoutProbes()));
    assertThat(release.probes().get(0).features()).isEmpty();
    assertThat(release.manifest().layers())
        .extracting(layer -> layer.getClass().getSimpleName())
        .containsExactly("Lstm", "Dense", "Subset");
  }

  @ParameterizedTest
  @CsvSource({
    "../../configuration.json, '../../configuration.json' is none of ModelSerializer's",
    "/etc/cron.d/job, '/etc/cron.d/job' is none of ModelSerializer's",
    "preprocessor.bin, 'preprocessor.bin' is a serialized Java object",
    "normalizer.bin, 'normalizer.bin' is a normalizer"
  })
  void otherEntriesAreRefusedByName(String name, String because) {
    assertRefused(changed(Map.of(name, new byte[10])), because);
  }

  @Test
  void aSerializedObjectIsNeverRead() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Payload());
    }
    Payload.ran.set(false);
    assertRefused(
        changed(Map.of("preprocessor.bin", bytes.toByteArray())), "serialized Java object");
    assertThat(Payload.ran).isFalse();
  }

  @Test
  void aBombIsRefusedWithoutUnpackingIt() {
    // 3 MB that unpack to 3 GB would take minutes; 64 MB show the same limit.
    assertRefused(
        changed(Map.of("coefficients.bin", new byte[64 << 20])),
        "'coefficients.bin' unpacks to more than 34603008 bytes");
    assertRefused(
        changed(Map.of("configuration.json", new byte[4 << 20])),
        "'configuration.json' unpacks to more than 2097152 bytes");
  }

  @Test
  void manyEntriesAndRepeatedOnesAreRefused() {
    byte[] twice = renamed(changed(Map.of("coefficients.biN", new byte[1])));
    assertRefused(twice, "entry 'coefficients.bin' stands twice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          org.deeplearning4j.nn.conf.layers.DenseLayer | javax.script.ScriptEngineManager | configuration.json.confs[0].layer.@class names 'javax.script.ScriptEngineManager'
          org.deeplearning4j.nn.conf.layers.DenseLayer | org.deeplearning4j.nn.conf.layers.PReLULayer | names 'org.deeplearning4j.nn.conf.layers.PReLULayer'
          org.nd4j.linalg.activations.impl.ActivationReLU | org.nd4j.linalg.activations.impl.ActivationSwish | train with identity, tanh
          org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT | org.example.Loss | names 'org.example.Loss'
          org.nd4j.linalg.learning.config.Adam | org.example.Gadget | names 'org.example.Gadget'
          """)
  void classesThatAreNotOnTheListAreRefused(String from, String to, String because) {
    assertRefused(changedJson(from, to), because);
  }

  @Test
  void theClassIsNotInitialised() {
    // A class literal does not initialise it.
    assertRefused(
        changedJson("org.nd4j.linalg.learning.config.Adam", Trap.class.getName()), "names '");
    assertThat(Alarm.rang).isFalse();
  }

  @Test
  void theInitialiserThatCrashesTheJvmIsRefused() {
    // Never initialised, so that this test does not crash either: only the JSON is made by DL4J.
    String json =
        new NeuralNetConfiguration.Builder()
            .list()
            .layer(
                new OutputLayer.Builder(LossFunction.XENT)
                    .nIn(FEATURES)
                    .nOut(1)
                    .activation(Activation.SIGMOID)
                    .weightInit(new OrthogonalDistribution(1))
                    .build())
            .build()
            .toJson();
    assertRefused(
        changed(Map.of("configuration.json", json.getBytes(UTF_8))),
        "OrthogonalDistribution', which is none of the known");
  }

  @Test
  void sizesAreComparedBeforeAllocation() {
    byte[] coefficients = entries(STACK).get("coefficients.bin");
    int extent = 2 + "MIXED_DATA_TYPES".length() + 8 + 2 + "LONG".length() + 8;
    ByteBuffer huge = ByteBuffer.wrap(coefficients.clone());
    huge.putLong(extent, 1L << 40);
    assertRefused(
        changed(Map.of("coefficients.bin", huge.array())),
        "has 1099511627776 parameters in its shape, the configuration has");
    ByteBuffer rank = ByteBuffer.wrap(coefficients.clone());
    rank.putLong(extent - 8, 1L << 40);
    assertRefused(changed(Map.of("coefficients.bin", rank.array())), "has rank 1099511627776");
    assertRefused(
        changedJson("\"nout\" : 8", "\"nout\" : 800000000"), "nout=800000000 must be from 1 to");
    assertRefused(changedJson("\"nout\" : 8", "\"nout\" : 9"), "parameters in its shape");
  }

  @Test
  void coefficientsThatAreCutOrNotFiniteAreRefused() {
    byte[] coefficients = entries(STACK).get("coefficients.bin");
    for (int length : new int[] {0, 1, 17, 30, 60, 100, 120, coefficients.length - 1}) {
      assertRefused(
          changed(Map.of("coefficients.bin", Arrays.copyOf(coefficients, length))),
          "coefficients.bin");
    }
    ByteBuffer broken = ByteBuffer.wrap(coefficients.clone());
    broken.putFloat(coefficients.length - 4, Float.NaN);
    assertRefused(changed(Map.of("coefficients.bin", broken.array())), "=NaN is not finite");
  }

  @Test
  void damagedConfigurationsAreRefused() {
    assertRefused(changed(Map.of("configuration.json", "[[[[".getBytes(UTF_8))), "is not the JSON");
    assertRefused(changed(Map.of("configuration.json", "{}".getBytes(UTF_8))), "neither 'confs'");
    assertRefused("no zip".getBytes(UTF_8), "has no entry 'configuration.json'");
    assertRefused(
        changed(Map.of("configuration.json", ("{\"a\":" + "[".repeat(50)).getBytes(UTF_8))),
        "nesting depth");
  }

  /** Notes that it was deserialized. */
  static final class Payload implements Serializable {
    private static final long serialVersionUID = 1L;
    static final AtomicBoolean ran = new AtomicBoolean();

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      ran.set(true);
    }
  }

  /** Notes that a class was initialised. */
  static final class Alarm {
    static final AtomicBoolean rang = new AtomicBoolean();

    private Alarm() {}
  }

  /** Rings when it is initialised. */
  static final class Trap {
    static {
      Alarm.rang.set(true);
    }

    private Trap() {}
  }

  private static MultiLayerNetwork stack() {
    var network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.01))
                .weightInit(WeightInit.XAVIER)
                .l2(1e-4)
                .list()
                .layer(
                    new DenseLayer.Builder()
                        .nIn(FEATURES)
                        .nOut(8)
                        .activation(Activation.RELU)
                        .dropOut(0.8)
                        .build())
                .layer(new BatchNormalization())
                .layer(new DropoutLayer(0.5))
                .layer(new DenseLayer.Builder().nOut(6).activation(Activation.TANH).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.XENT)
                        .nOut(1)
                        .activation(Activation.SIGMOID)
                        .build())
                .setInputType(InputType.feedForward(FEATURES))
                .build());
    network.init();
    randomise(network);
    return network;
  }

  private static ComputationGraph graph() {
    var network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Adam(0.01))
                .graphBuilder()
                .addInputs("steps", "features")
                .setInputTypes(
                    InputType.recurrent(ChurnStep.WIDTH), InputType.feedForward(FEATURES))
                .addLayer(
                    "lstm", new LSTM.Builder().nOut(5).activation(Activation.TANH).build(), "steps")
                .addVertex("last", new LastTimeStepVertex("steps"), "lstm")
                .addVertex("known", new MergeVertex(), "last", "features")
                .addLayer("a", dense(7, Activation.TANH), "known")
                .addLayer("b", dense(7, Activation.SOFTPLUS), "known")
                .addVertex("both", new ElementWiseVertex(ElementWiseVertex.Op.Product), "a", "b")
                .addLayer("spend", output(Activation.SOFTPLUS), "both")
                .addLayer("churn", output(Activation.SIGMOID), "both")
                .setOutputs("spend", "churn")
                .build());
    network.init();
    randomise(network);
    return network;
  }

  private static DenseLayer dense(int outputs, Activation activation) {
    return new DenseLayer.Builder().nOut(outputs).activation(activation).build();
  }

  private static OutputLayer output(Activation activation) {
    return new OutputLayer.Builder(LossFunction.MSE).nOut(1).activation(activation).build();
  }

  /** Fills the parameters; variances are positive. */
  private static void randomise(Model network) {
    var random = new Random(5);
    network
        .paramTable()
        .forEach(
            (name, values) -> {
              for (long i = 0; i < values.length(); i++) {
                double drawn = 0.3 * random.nextGaussian();
                values.putScalar(i, name.endsWith("var") ? 0.1 + Math.abs(drawn) : drawn);
              }
            });
  }

  private static byte[] zip(Model network, boolean updater) {
    var out = new ByteArrayOutputStream();
    try {
      ModelSerializer.writeModel(network, out, updater);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static Map<String, byte[]> entries(byte[] zip) {
    var entries = new LinkedHashMap<String, byte[]>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  private static byte[] changed(Map<String, byte[]> changes) {
    Map<String, byte[]> entries = entries(STACK);
    entries.putAll(changes);
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (var entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] changedJson(String from, String to) {
    String json = new String(entries(STACK).get("configuration.json"), UTF_8);
    int at = json.indexOf(from);
    assertThat(at).as("%s in %s", from, json).isNotNegative();
    String changed = json.substring(0, at) + to + json.substring(at + from.length());
    return changed(Map.of("configuration.json", changed.getBytes(UTF_8)));
  }

  /** ZipOutputStream writes no name twice, so a similar one is changed in the bytes. */
  private static byte[] renamed(byte[] zip) {
    String text = new String(zip, ISO_8859_1);
    return text.replace("coefficients.biN", "coefficients.bin").getBytes(ISO_8859_1);
  }

  private static void assertRefused(byte[] zip, String because) {
    assertThatExceptionOfType(RefusedImportException.class)
        .isThrownBy(() -> Dl4jImport.release(zip, ImportFixtures.withoutProbes()))
        .withMessageContaining(because);
  }
}
