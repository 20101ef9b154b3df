package io.tidewatch.training.imports.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.customer.ChurnScore;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.models.ChurnModel;
import io.tidewatch.models.Contribution;
import io.tidewatch.models.Contributions;
import io.tidewatch.models.Gate;
import io.tidewatch.models.LayerSpec;
import io.tidewatch.models.Probe;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Release;
import io.tidewatch.models.Source;
import io.tidewatch.models.Task;
import io.tidewatch.training.imports.ImportFixtures;
import io.tidewatch.training.imports.ImportOptions;
import io.tidewatch.training.imports.RefusedImportException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that PyTorch and scikit-learn made, against what these tools computed themselves. */
class OnnxImportTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"torch-mlp", "torch-lstm", "torch-classes", "sklearn-logistic", "sklearn-mlp"})
  void kernelsGiveWhatTheExportingSideGave(String name) throws RefusedReleaseException {
    byte[] file = ImportFixtures.file(name + ".onnx");

    Release release =
        Release.read(OnnxImport.release(file, ImportFixtures.withProbes(name + ".json")));

    assertThat(release.manifest().provenance().source()).isEqualTo(Source.ONNX);
    assertThat(release.probes()).hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"torch-mlp", "torch-lstm", "torch-classes", "sklearn-logistic", "sklearn-mlp"})
  void kernelsGiveWhatOnnxRuntimeGives(String name) throws RefusedReleaseException {
    byte[] file = ImportFixtures.file(name + ".onnx");
    Release release = Release.read(OnnxImport.release(file, ImportFixtures.withoutProbes()));
    assertThat(release.probes()).hasSize(32);
  }

  @Test
  void aNetworkOfFeaturesIsServedWithoutARecurrentState() throws RefusedReleaseException {
    Release release = imported("torch-mlp");
    ChurnModel model = ChurnModel.compile(release);
    var state = new CustomerState();
    Probe probe = release.probes().get(3);

    ChurnScore score = model.score(state, probe.features());

    assertThat(score.churn()).isCloseTo(probe.outputs()[0], within(1e-5f));
    assertThat(score.purchase7()).isCloseTo(probe.outputs()[1], within(1e-5f));
    assertThat(score.expectedSpendMinor()).isCloseTo(probe.outputs()[2], within(1e-4f));
    assertThat(state.hasRecurrent(model.modelId())).isFalse();
    assertThat(release.manifest().layers())
        .extracting(LayerSpec::name)
        .endsWith(Task.Churn.CHURN, Task.Churn.PURCHASE7, Task.Churn.SPEND)
        .hasSize(6);
  }

  @Test
  void anLstmStepsFromEventToEvent() throws RefusedReleaseException {
    Release release = imported("torch-lstm");
    Task.Churn task = (Task.Churn) release.manifest().task();
    assertThat(task.outputs()).containsExactly(Task.Churn.CHURN);
    assertThat(release.manifest().layers()).hasAtLeastOneElementOfType(LayerSpec.Lstm.class);
    assertThat(release.probes().get(0).steps()).hasSize(Probe.MAX_STEPS * 13);
    ChurnModel model = ChurnModel.compile(release);
    assertThat(model.score(new CustomerState(), release.probes().get(0).features()).purchase7())
        .isZero();
  }

  @Test
  void importedScoresAreExplained() throws RefusedReleaseException {
    Release release = imported("sklearn-mlp");
    Contributions why =
        ChurnModel.compile(release)
            .contributions(new CustomerState(), release.probes().get(0).features());
    double sum = why.groups().stream().mapToDouble(Contribution::value).sum();
    assertThat(sum).isCloseTo((double) why.churn() - why.base(), within(1e-5));
    assertThat(why.churn()).isNotEqualTo(why.base());
  }

  @Test
  void anUnknownOperatorIsRefusedByName() {
    assertThatExceptionOfType(RefusedImportException.class)
        .isThrownBy(() -> imported("torch-gelu.onnx", ImportFixtures.withoutProbes()))
        .withMessageContaining("node '/Erf' (Erf): operator is unknown; known are Gemm, MatMul");
  }

  @Test
  void anUnknownOperatorIsServedByOnnxRuntimeIfThatIsAllowed() throws RefusedReleaseException {
    byte[] file = ImportFixtures.file("torch-gelu.onnx");
    Release release = Release.read(OnnxImport.release(file, ImportFixtures.withEngine()));
    ChurnModel model = ChurnModel.compile(Release.ofServingBytes(release.servingBytes()));

    assertThat(model.engineLayers())
        .containsExactly("graph (graph of %d bytes) by onnxruntime".formatted(file.length));
    int count = release.probes().size();
    var states = new CustomerState[count];
    var features = new float[count][];
    for (int i = 0; i < count; i++) {
      states[i] = new CustomerState();
      features[i] = release.probes().get(i).features();
    }
    var scores = new ChurnScore[count];
    model.score(states, features, count, scores);
    for (int i = 0; i < count; i++) {
      float truth = release.probes().get(i).outputs()[0];
      assertThat(scores[i].churn()).isCloseTo(truth, within(1e-5f));
      assertThat(model.score(states[i], features[i]).churn())
          .isCloseTo(scores[i].churn(), within(1e-6f));
    }
    Contributions why = model.contributions(states[0], features[0]);
    double sum = why.groups().stream().mapToDouble(Contribution::value).sum();
    assertThat(sum).isCloseTo((double) why.churn() - why.base(), within(1e-5));
  }

  @Test
  void probesThatTheModelDoesNotGiveAreRefused() {
    String json =
        new String(ImportFixtures.file("torch-mlp.json"), StandardCharsets.UTF_8)
            .replaceFirst("\"churn\":0\\.[0-9]+", "\"churn\":0.5");
    var options = ImportFixtures.withProbes("torch-mlp.json");
    var changed =
        new ImportOptions(
            options.name(),
            options.version(),
            options.card(),
            options.horizonDays(),
            options.metrics(),
            false,
            Optional.of(json.getBytes(StandardCharsets.UTF_8)));
    assertThatExceptionOfType(RefusedReleaseException.class)
        .isThrownBy(() -> imported("torch-mlp.onnx", changed))
        .withMessageContaining("probe 0 churn[0]: kernel gives")
        .withMessageContaining("ONNX gave 0.5")
        .satisfies(refused -> assertThat(refused.gate()).isEqualTo(Gate.PROBES));
  }

  @Test
  void aModelThatIsCutAnywhereIsRefused() {
    byte[] file = ImportFixtures.file("torch-classes.onnx");
    for (int length = 0; length < file.length; length += 97) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatExceptionOfType(RefusedImportException.class)
          .isThrownBy(() -> OnnxImport.release(cut, ImportFixtures.withoutProbes()));
    }
  }

  @Test
  void damageEndsInARefusalAndInNothingElse() {
    byte[] file = ImportFixtures.file("torch-lstm.onnx");
    var random = new Random(5);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = file.clone();
      // The names and shapes stand before the weights; hit those.
      damaged[random.nextInt(2_000)] = (byte) random.nextInt(256);
      damaged[damaged.length - 1 - random.nextInt(300)] = (byte) random.nextInt(256);
      try {
        OnnxCompiler.compile(OnnxReader.read(damaged));
      } catch (RefusedImportException expected) {
        assertThat(expected).hasMessageMatching("[\\x20-\\x7e]+");
      }
    }
  }

  private static Release imported(String name) throws RefusedReleaseException {
    return imported(name + ".onnx", ImportFixtures.withProbes(name + ".json"));
  }

  private static Release imported(String file, ImportOptions options)
      throws RefusedReleaseException {
    return Release.read(OnnxImport.release(ImportFixtures.file(file), options));
  }
}
