package io.tidewatch.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.customer.ChurnScore;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.FeatureCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Churn networks of other forms than the trainer's own: no LSTM, fewer outputs, any layers. */
class ChurnByFeaturesTest {
  private static final Manifest MANIFEST = TestReleases.churnByFeaturesManifest();
  private static final Release RELEASE = TestReleases.release(MANIFEST, 1);

  @Test
  void scoresByTheFeaturesAloneAndKeepsNoState() {
    ChurnModel model = ChurnModel.compile(RELEASE);
    CustomerState state = TestCustomers.folded(TestCustomers.events(3, 40));
    float[] features = features(state);
    ReferenceNetwork reference = TestReleases.reference(MANIFEST, 1);
    reference.set(LayerSpec.FEATURES, features);
    reference.evaluate();

    ChurnScore score = model.score(state, features);

    assertThat(score.churn())
        .isCloseTo((float) reference.value(Task.Churn.CHURN)[0], within(1e-5f));
    assertThat(state.hasRecurrent(model.modelId())).isFalse();
  }

  @Test
  void whatTheNetworkDoesNotGiveIsZero() {
    CustomerState state = TestCustomers.folded(TestCustomers.events(3, 40));
    ChurnScore score = ChurnModel.compile(RELEASE).score(state, features(state));
    assertThat(score.purchase7()).isZero();
    assertThat(score.expectedSpendMinor()).isZero();
  }

  @Test
  void aBatchGivesTheBitsOfSingleCustomers() {
    ChurnModel model = ChurnModel.compile(RELEASE);
    int count = 70;
    var states = new CustomerState[count];
    var features = new float[count][];
    for (int i = 0; i < count; i++) {
      states[i] = TestCustomers.folded(TestCustomers.events(i, 10));
      features[i] = features(states[i]);
    }
    var scores = new ChurnScore[count];

    model.score(states, features, count, scores);

    for (int i = 0; i < count; i++) {
      assertThat(scores[i]).isEqualTo(model.score(states[i], features[i]));
    }
  }

  @Test
  void contributionsLeadFromTheReferenceToTheScore() {
    ChurnModel model = ChurnModel.compile(RELEASE);
    CustomerState state = TestCustomers.folded(TestCustomers.events(11, 25));
    float[] features = features(state);
    float[] typical = TestReleases.weights(MANIFEST, 1).get(Task.Churn.REFERENCE_FEATURES);

    Contributions contributions = model.contributions(state, features);

    assertThat(contributions.churn()).isEqualTo(model.score(state, features).churn());
    assertThat(contributions.base()).isEqualTo(model.score(state, typical).churn());
    double sum = contributions.groups().stream().mapToDouble(Contribution::value).sum();
    assertThat(sum).isCloseTo((double) contributions.churn() - contributions.base(), within(1e-5));
    assertThat(contributions.groups())
        .extracting(Contribution::group)
        .contains("recency", "money")
        .doesNotContain(Contribution.SEQUENCE);
  }

  @Test
  void explainsADenseHeadAsTheQuickExplainerDoes() {
    Manifest manifest = TestReleases.churnManifest();
    Release release = TestReleases.release(manifest, 1);
    var tensors = new TreeMap<>(release.tensors().byName());
    float[] means = release.tensors().values("features.z/mean");
    tensors.put(Task.Churn.REFERENCE_FEATURES, new Tensors.Tensor(List.of(means.length), means));
    var network =
        new Network(manifest.layers(), Ports.of(manifest.task()).sources(), new Tensors(tensors));
    var explainer = new NetworkExplainer(manifest.layers(), network, new Tensors(tensors));
    CustomerState state = TestCustomers.folded(TestCustomers.events(11, 25));
    float[] features = features(state);
    Contributions quick = ChurnModel.compile(release).contributions(state, features);
    network.gather(0, state.recurrent(release.modelId()).values());
    network.block(LayerSpec.FEATURES).put(0, features, 0);
    network.evaluate(1);

    Contributions thorough = explainer.explain(network.block(Task.Churn.CHURN).get(0, 0));

    assertThat(thorough.base()).isCloseTo(quick.base(), within(1e-5f));
    for (Contribution contribution : quick.groups()) {
      Contribution same =
          thorough.groups().stream()
              .filter(other -> other.group().equals(contribution.group()))
              .findFirst()
              .orElseThrow();
      assertThat(same.value())
          .as(contribution.group())
          .isCloseTo(contribution.value(), within(1e-5f));
    }
  }

  @Test
  void stepsWithoutAnLstmAreRefused() {
    var layers = new ArrayList<>(TestReleases.churnManifest().layers());
    layers.removeIf(LayerSpec.Lstm.class::isInstance);
    layers.set(
        2,
        new LayerSpec.Dense(
            "dense", List.of("features.z"), FeatureCatalogue.size(), 32, Activation.TANH));
    assertRefused(withLayers(layers.subList(0, 3)), Gate.SHAPES, "no LSTM over steps");
  }

  @Test
  void aProbabilityThatIsNoneIsRefused() {
    var layers = new ArrayList<>(MANIFEST.layers());
    layers.set(1, new LayerSpec.Dense("classes", List.of("dense"), 32, 2, Activation.RELU));
    assertRefused(
        withLayers(layers),
        Gate.SHAPES,
        "layer 'churn' (Subset): must end with one of [SIGMOID, HARDSIGMOID, SOFTMAX], not RELU");
  }

  @Test
  void probesWithStepsAreRefused() {
    ReleaseWriter writer = TestReleases.writer(MANIFEST, 1);
    Probe probe = TestReleases.probes(MANIFEST, 1).get(0);
    writer.probe(new Probe(new float[13], probe.features(), probe.state(), probe.outputs()));
    assertThatExceptionOfType(RefusedReleaseException.class)
        .isThrownBy(writer::write)
        .withMessageContaining("needs at least one probe, and none with steps; 2 probes");
  }

  private static Manifest withLayers(List<LayerSpec> layers) {
    return new Manifest(
        MANIFEST.name(),
        MANIFEST.version(),
        MANIFEST.task(),
        layers,
        MANIFEST.provenance(),
        MANIFEST.metrics());
  }

  private static void assertRefused(Manifest manifest, Gate gate, String because) {
    var writer = new ReleaseWriter(manifest).source(new byte[0]).card("");
    TestReleases.weights(manifest, 1).forEach(writer::tensor);
    assertThatExceptionOfType(RefusedReleaseException.class)
        .isThrownBy(writer::write)
        .withMessageContaining(because)
        .satisfies(refused -> assertThat(refused.gate()).isEqualTo(gate));
  }

  private static float[] features(CustomerState state) {
    var features = new float[FeatureCatalogue.size()];
    FeatureCatalogue.vector(state, state.now(), features);
    return features;
  }
}
