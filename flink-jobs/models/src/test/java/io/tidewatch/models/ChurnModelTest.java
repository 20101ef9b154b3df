package io.tidewatch.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.customer.ChurnScore;
import io.tidewatch.customer.ChurnStep;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.Feature;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.customer.Fold;
import io.tidewatch.customer.StepHistory;
import io.tidewatch.schemas.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ChurnModelTest {
  private static final Manifest MANIFEST = TestReleases.churnManifest();
  private static final Release RELEASE = TestReleases.release(MANIFEST, 1);

  @Test
  void scoresAsTheReferenceDoes() {
    List<Event> events = TestCustomers.events(3, 40);
    ChurnModel model = ChurnModel.compile(RELEASE);
    var state = new CustomerState();
    var fold = new Fold();
    ReferenceNetwork reference = TestReleases.reference(MANIFEST, 1);
    var step = new float[ChurnStep.WIDTH];
    for (Event event : events) {
      fold.fold(state, event);
      ChurnStep.input(state.steps(), state.steps().count() - 1, step);
      reference.set(LayerSpec.STEPS, step);
      reference.step();

      float[] features = features(state);
      ChurnScore score = model.score(state, features);

      reference.set(LayerSpec.FEATURES, features);
      reference.evaluate();
      assertThat(score.churn()).isCloseTo(output(reference, Task.Churn.CHURN), within(1e-5f));
      assertThat(score.purchase7())
          .isCloseTo(output(reference, Task.Churn.PURCHASE7), within(1e-5f));
      assertThat(score.expectedSpendMinor())
          .isCloseTo(10_000 * output(reference, Task.Churn.SPEND), within(0.3f));
    }
  }

  @Property(tries = 20)
  void restartsAndLazinessChangeNoBit(
      @ForAll @LongRange(min = 0, max = 1_000) long seed,
      @ForAll @IntRange(min = 1, max = StepHistory.CAPACITY) int advanceEvery) {
    List<Event> events = TestCustomers.events(seed, 40);
    ChurnModel model = ChurnModel.compile(RELEASE);
    ChurnModel other = ChurnModel.compile(RELEASE);
    var fold = new Fold();
    var eager = new CustomerState();
    var lazy = new CustomerState();
    for (int i = 0; i < events.size(); i++) {
      fold.fold(eager, events.get(i));
      model.advance(eager);
      fold.fold(lazy, events.get(i));
      if (i % advanceEvery == 0) {
        other.advance(lazy);
        lazy = TestCustomers.restored(lazy);
      }
    }
    float[] features = features(eager);
    assertThat(other.score(lazy, features)).isEqualTo(model.score(eager, features));
    assertThat(lazy.recurrent(model.modelId()).values())
        .containsExactly(eager.recurrent(model.modelId()).values());
  }

  @Property(tries = 30)
  void aBatchGivesTheBitsOfSingleCustomers(
      @ForAll @LongRange(min = 0, max = 1_000) long seed,
      @ForAll @IntRange(min = 1, max = 70) int count) {
    ChurnModel single = ChurnModel.compile(RELEASE);
    ChurnModel batched = ChurnModel.compile(RELEASE);
    var random = new Random(seed);
    var alone = new CustomerState[count];
    var together = new CustomerState[count];
    var features = new float[count][];
    for (int i = 0; i < count; i++) {
      // Some have seen all their steps, some miss a few, some have no state yet.
      List<Event> events = TestCustomers.events(random.nextInt(1_000), random.nextInt(25));
      int seen = random.nextInt(events.size() + 1);
      boolean advanced = random.nextBoolean();
      alone[i] = partlyAdvanced(single, events, seen, advanced);
      together[i] = partlyAdvanced(single, events, seen, advanced);
      features[i] = features(alone[i]);
    }

    var scores = new ChurnScore[count];
    batched.score(together, features, count, scores);

    for (int i = 0; i < count; i++) {
      assertThat(scores[i]).isEqualTo(single.score(alone[i], features[i]));
      assertThat(together[i].recurrent(RELEASE.modelId()).values())
          .containsExactly(alone[i].recurrent(RELEASE.modelId()).values());
      assertThat(together[i].recurrent(RELEASE.modelId()).consumed())
          .isEqualTo(alone[i].recurrent(RELEASE.modelId()).consumed());
    }
  }

  @Test
  void theStateBehindBareStepsIsThatOfACustomerWhoMadeThem() {
    ChurnModel model = ChurnModel.compile(RELEASE);
    var fold = new Fold();
    var customer = new CustomerState();
    var steps = new ArrayList<Float>();
    var step = new float[ChurnStep.WIDTH];
    long taken = 0;
    for (Event event : TestCustomers.events(3, 40)) {
      fold.fold(customer, event);
      model.advance(customer);
      for (; taken < customer.steps().count(); taken++) {
        ChurnStep.input(customer.steps(), taken, step);
        for (float value : step) {
          steps.add(value);
        }
      }
    }
    var inputs = new float[steps.size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = steps.get(i);
    }
    CustomerState bare = model.stateAfter(inputs);
    assertThat(bare.recurrent(model.modelId()).values())
        .containsExactly(customer.recurrent(model.modelId()).values());
    float[] features = features(customer);
    assertThat(model.score(bare, features)).isEqualTo(model.score(customer, features));
  }

  @Test
  void aBatchAdvancesOnlyItsFirst() {
    ChurnModel model = ChurnModel.compile(RELEASE);
    CustomerState first = TestCustomers.folded(TestCustomers.events(1, 5));
    CustomerState second = TestCustomers.folded(TestCustomers.events(2, 5));

    model.advance(new CustomerState[] {first, second}, 1);

    assertThat(first.hasRecurrent(RELEASE.modelId())).isTrue();
    assertThat(second.hasRecurrent(RELEASE.modelId())).isFalse();
  }

  private static CustomerState partlyAdvanced(
      ChurnModel model, List<Event> events, int seen, boolean advanced) {
    CustomerState state = TestCustomers.folded(events.subList(0, seen));
    if (advanced) {
      model.advance(state);
    }
    var fold = new Fold();
    events.subList(seen, events.size()).forEach(event -> fold.fold(state, event));
    return state;
  }

  @Test
  void aNewModelStartsFromTheStoredSteps() {
    CustomerState state = TestCustomers.folded(TestCustomers.events(3, 40));
    ChurnModel.compile(RELEASE).advance(state);
    assertThat(state.recurrent(RELEASE.modelId()).consumed()).isEqualTo(state.steps().count());

    ReferenceNetwork reference = TestReleases.reference(MANIFEST, 1);
    var step = new float[ChurnStep.WIDTH];
    for (long i = state.steps().count() - StepHistory.CAPACITY; i < state.steps().count(); i++) {
      ChurnStep.input(state.steps(), i, step);
      reference.set(LayerSpec.STEPS, step);
      reference.step();
    }
    float[] truth = reference.state();
    for (int i = 0; i < truth.length; i++) {
      assertThat(state.recurrent(RELEASE.modelId()).values()[i]).isCloseTo(truth[i], within(1e-6f));
    }
  }

  @Property(tries = 20)
  void contributionsSumToTheScore(@ForAll @LongRange(min = 0, max = 1_000) long seed) {
    ChurnModel model = ChurnModel.compile(RELEASE);
    CustomerState state = TestCustomers.folded(TestCustomers.events(seed, 20));
    float[] features = features(state);

    Contributions contributions = model.contributions(state, features);

    double sum = contributions.groups().stream().mapToDouble(Contribution::value).sum();
    assertThat(sum).isCloseTo((double) contributions.churn() - contributions.base(), within(1e-5));
    assertThat(contributions.churn()).isEqualTo(model.score(state, features).churn());
    assertThat(contributions.groups())
        .isSortedAccordingTo((a, b) -> Float.compare(Math.abs(b.value()), Math.abs(a.value())));
  }

  @Test
  void contributionsAreShapleyValues() {
    ChurnModel model = ChurnModel.compile(RELEASE);
    CustomerState state = TestCustomers.folded(TestCustomers.events(11, 25));
    float[] features = features(state);

    Contributions contributions = model.contributions(state, features);

    Map<String, Double> truth = shapleyByOrders(model, state, features);
    assertThat(contributions.groups()).hasSameSizeAs(truth.keySet());
    for (Contribution contribution : contributions.groups()) {
      assertThat((double) contribution.value())
          .as(contribution.group())
          .isCloseTo(truth.get(contribution.group()), within(1e-5));
    }
  }

  @Test
  void refusesOtherFeaturesAndOtherReleases() {
    ChurnModel model = ChurnModel.compile(RELEASE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.score(new CustomerState(), new float[3]))
        .withMessageContaining("3 values");
    Release recommender = TestReleases.release(TestReleases.recommenderManifest(), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChurnModel.compile(recommender))
        .withMessageContaining("not a churn model");
  }

  /**
   * The definition: the mean, over all orders in which groups can come in, of what a group adds to
   * those before it. Recursion over orders, remembering the value of each subset.
   */
  private static Map<String, Double> shapleyByOrders(
      ChurnModel model, CustomerState state, float[] features) {
    var groups = new ArrayList<String>();
    for (Feature feature : FeatureCatalogue.features()) {
      String group = feature.group().name().toLowerCase(Locale.ROOT);
      if (!groups.contains(group)) {
        groups.add(group);
      }
    }
    groups.add(Contribution.SEQUENCE);
    int n = groups.size();
    var values = new double[1 << n];
    for (int subset = 0; subset < values.length; subset++) {
      values[subset] = churnWith(model, state, features, groups, subset);
    }
    var sums = new double[n];
    int orders = addOrders(values, sums, 0, n);
    var means = new HashMap<String, Double>();
    for (int g = 0; g < n; g++) {
      means.put(groups.get(g), sums[g] / orders);
    }
    return means;
  }

  private static int addOrders(double[] values, double[] sums, int before, int n) {
    int orders = 0;
    for (int g = 0; g < n; g++) {
      int with = before | 1 << g;
      if (with != before) {
        int completions = with == (1 << n) - 1 ? 1 : addOrders(values, sums, with, n);
        sums[g] += completions * (values[with] - values[before]);
        orders += completions;
      }
    }
    return orders;
  }

  private static double churnWith(
      ChurnModel model, CustomerState state, float[] features, List<String> groups, int subset) {
    ReferenceNetwork reference = TestReleases.reference(MANIFEST, 1);
    reference.set(LayerSpec.FEATURES, features);
    reference.evaluate();
    double[] standardised = reference.value("features.z").clone();
    for (int i = 0; i < standardised.length; i++) {
      Feature feature = FeatureCatalogue.features().get(i);
      String group = feature.group().name().toLowerCase(Locale.ROOT);
      if ((subset >> groups.indexOf(group) & 1) == 0) {
        standardised[i] = 0;
      }
    }
    boolean sequence = (subset >> groups.indexOf(Contribution.SEQUENCE) & 1) == 1;
    float[] h =
        sequence
            ? state.recurrent(model.modelId()).values()
            : TestReleases.weights(MANIFEST, 1).get(Task.Churn.REFERENCE);
    var doubles = new double[TestReleases.UNITS];
    for (int j = 0; j < doubles.length; j++) {
      doubles[j] = h[j];
    }
    reference.state(doubles);
    reference.value("features.z", standardised);
    reference.evaluateDense();
    return reference.value(Task.Churn.CHURN)[0];
  }

  private static float output(ReferenceNetwork reference, String layer) {
    return (float) reference.value(layer)[0];
  }

  private static float[] features(CustomerState state) {
    var features = new float[FeatureCatalogue.size()];
    FeatureCatalogue.vector(state, state.now(), features);
    return features;
  }
}
