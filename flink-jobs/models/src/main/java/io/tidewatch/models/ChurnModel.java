package io.tidewatch.models;

import io.tidewatch.customer.ChurnScore;
import io.tidewatch.customer.ChurnStep;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.customer.Recurrent;
import io.tidewatch.customer.StepHistory;
import io.tidewatch.models.kernel.Kernels;
import io.tidewatch.models.kernel.Rows;
import io.tidewatch.models.monitor.Reference;
import io.tidewatch.schemas.ModelRef;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A churn release, ready to score: one step of the LSTM per event, one pass through the head per
 * score. Holds scratch: one instance per thread. Scores are a function of the release, the
 * customer's state and the features alone, bit for bit.
 *
 * <pre>{@code
 * ChurnModel model = ChurnModel.compile(release);
 * FeatureCatalogue.vector(customer, atMicros, features);
 * ChurnScore score = model.score(customer, features);
 * }</pre>
 */
public final class ChurnModel {
  /** e^30 minor units is more money than there is; keeps the transform finite. */
  private static final float MAX_LOG_SPEND = 30f;

  private interface Explanation {
    Contributions of(float churnProbability);
  }

  private final Task.Churn task;
  private final ModelRef ref;
  private final long modelId;
  private final Optional<Reference> reference;
  private final Network network;
  private final List<String> engineLayers;
  private final Explanation explanation;
  private final Stepper stepper; // null without an LSTM
  private final Rows features;
  private final Rows churn;
  private final Rows purchase7; // null if the network does not give it
  private final Rows spend; // null if the network does not give it
  private final CustomerState[] one = new CustomerState[1];

  private ChurnModel(Release release, Task.Churn task) {
    this.task = task;
    ref = release.ref();
    modelId = release.modelId();
    Manifest manifest = release.manifest();
    reference = manifest.reference();
    network = new Network(manifest.layers(), Ports.of(task).sources(), release.tensors());
    engineLayers =
        Stream.concat(
                LayerEngines.describe(manifest.layers()).stream(),
                GraphEngines.describe(manifest.layers()).stream())
            .toList();
    explanation =
        ChurnHead.isDense(manifest.layers())
            ? new Explainer(manifest.layers(), network, release.tensors())::explain
            : new NetworkExplainer(manifest.layers(), network, release.tensors())::explain;
    stepper =
        network.isRecurrent()
            ? new Stepper(network, modelId, new StepInputs(), StepHistory.CAPACITY)
            : null;
    features = network.block(LayerSpec.FEATURES);
    churn = network.block(Task.Churn.CHURN);
    purchase7 = network.block(Task.Churn.PURCHASE7);
    spend = network.block(Task.Churn.SPEND);
  }

  /**
   * Builds the kernels of a release.
   *
   * @throws IllegalArgumentException if the release is not a churn model
   */
  public static ChurnModel compile(Release release) {
    if (release.manifest().task() instanceof Task.Churn task) {
      return new ChurnModel(release, task);
    }
    throw new IllegalArgumentException(
        "release " + release + " is not a churn model; use Recommender.compile");
  }

  /** Returns name, version and digest of the release. */
  public ModelRef ref() {
    return ref;
  }

  /** Returns {@link Release#modelId()}. */
  public long modelId() {
    return modelId;
  }

  /**
   * Returns the layers that no kernel computes but a {@link LayerEngine}, slowly, each as {@code
   * "name (function) by engine"}; none for most releases.
   */
  public List<String> engineLayers() {
    return engineLayers;
  }

  /** Returns how scores and features were spread at training, if the release says so. */
  public Optional<Reference> reference() {
    return reference;
  }

  /** Returns the days without a purchase that mean churn. */
  public int horizonDays() {
    return task.horizonDays();
  }

  /**
   * Takes the customer's recurrent state over the steps that it has not seen; does nothing if the
   * network has no LSTM. Without a state it starts from zero at the oldest one stored; what is
   * missing but no longer stored is skipped, as happens when nobody advanced for long.
   */
  public void advance(CustomerState state) {
    one[0] = state;
    advance(one, 0, 1);
  }

  /**
   * Advances the first of some customers, all different: the same bits as one by one, but cheaper.
   */
  public void advance(CustomerState[] states, int count) {
    for (int from = 0; from < count; from += Kernels.BLOCK) {
      advance(states, from, Math.min(Kernels.BLOCK, count - from));
    }
  }

  private void advance(CustomerState[] states, int from, int count) {
    if (stepper != null) {
      stepper.advance(states, from, count);
    }
  }

  /** Returns which customer of a block stands in a row of the network. */
  private int customer(int row) {
    return stepper == null ? row : stepper.customer(row);
  }

  /**
   * Returns a customer of whom nothing is known but the recurrent state behind some steps: what a
   * training example is to this model.
   *
   * @param steps inputs of all steps, {@code [n * ChurnStep.WIDTH]}, oldest first
   */
  public CustomerState stateAfter(float[] steps) {
    CustomerState state = new CustomerState();
    if (!network.isRecurrent()) {
      return state;
    }
    Recurrent recurrent = state.newRecurrent(modelId, network.stateSize());
    Rows block = network.block(LayerSpec.STEPS);
    network.gather(0, recurrent.values());
    for (int at = 0; at < steps.length; at += ChurnStep.WIDTH) {
      block.put(0, steps, at);
      network.step(1);
    }
    network.scatter(0, recurrent.values());
    return state;
  }

  /**
   * Advances, then scores. What the network does not give is 0.
   *
   * @param values feature vector of the catalogue, {@code [FeatureCatalogue.size()]}
   * @throws IllegalArgumentException if it has another length
   */
  public ChurnScore score(CustomerState state, float[] values) {
    evaluate(state, values);
    return scoreOf(0);
  }

  /**
   * Advances, then scores the first of some customers, all different: the same bits as one by one,
   * but cheaper.
   *
   * @param values feature vectors of the catalogue, {@code [count][FeatureCatalogue.size()]}
   * @param out receives {@code [count]} scores
   * @throws IllegalArgumentException if a feature vector has another length
   */
  public void score(CustomerState[] states, float[][] values, int count, ChurnScore[] out) {
    for (int i = 0; i < count; i++) {
      requireFeatures(values[i]);
    }
    for (int from = 0; from < count; from += Kernels.BLOCK) {
      int rows = Math.min(Kernels.BLOCK, count - from);
      advance(states, from, rows);
      for (int row = 0; row < rows; row++) {
        features.put(row, values[from + customer(row)], 0);
      }
      network.evaluate(rows);
      for (int row = 0; row < rows; row++) {
        out[from + customer(row)] = scoreOf(row);
      }
    }
  }

  /**
   * Advances, then explains the churn probability by exact Shapley values over the reason groups
   * and the sequence of steps; see {@link Contributions}.
   *
   * @param values feature vector of the catalogue, {@code [FeatureCatalogue.size()]}
   * @throws IllegalArgumentException if it has another length
   */
  public Contributions contributions(CustomerState state, float[] values) {
    evaluate(state, values);
    return explanation.of(churn.get(0, 0));
  }

  private void evaluate(CustomerState state, float[] values) {
    requireFeatures(values);
    advance(state);
    features.put(0, values, 0);
    network.evaluate(1);
  }

  private void requireFeatures(float[] values) {
    if (values.length != features.width()) {
      throw new IllegalArgumentException(
          "feature vector has %d values, the catalogue %d; see FeatureCatalogue.vector"
              .formatted(values.length, FeatureCatalogue.size()));
    }
  }

  private ChurnScore scoreOf(int row) {
    return new ChurnScore(
        churn.get(row, 0),
        purchase7 == null ? 0f : purchase7.get(row, 0),
        spend == null ? 0f : expectedSpendMinor(spend.get(row, 0)));
  }

  private float expectedSpendMinor(float y) {
    SpendTransform transform = task.spend();
    float value =
        switch (transform.kind()) {
          case LINEAR -> y;
          case EXPM1 -> (float) StrictMath.expm1(Math.min(y, MAX_LOG_SPEND));
        };
    return Math.max(0f, transform.scale() * value);
  }

  private final class StepInputs implements Stepper.Steps {
    private final Rows block = network.block(LayerSpec.STEPS);
    private final float[] step = new float[ChurnStep.WIDTH];

    @Override
    public long count(CustomerState state) {
      return state.steps().count();
    }

    @Override
    public void put(CustomerState state, long index, int row) {
      ChurnStep.input(state.steps(), index, step);
      block.put(row, step, 0);
    }
  }
}
