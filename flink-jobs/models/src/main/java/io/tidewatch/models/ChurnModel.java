package io.tidewatch.models;

import io.tidewatch.customer.ChurnScore;
import io.tidewatch.customer.ChurnStep;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.customer.Recurrent;
import io.tidewatch.customer.StepHistory;
import io.tidewatch.schemas.ModelRef;

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

  private final Task.Churn task;
  private final ModelRef ref;
  private final long modelId;
  private final Network network;
  private final Explainer explainer;
  private final float[] step;
  private final float[] features;
  private final float[] churn;
  private final float[] purchase7;
  private final float[] spend;

  private ChurnModel(Release release, Task.Churn task) {
    this.task = task;
    ref = release.ref();
    modelId = release.modelId();
    Manifest manifest = release.manifest();
    network = new Network(manifest.layers(), Ports.of(task).sources(), release.tensors());
    explainer = new Explainer(manifest.layers(), network, release.tensors());
    step = network.buffer(LayerSpec.STEPS);
    features = network.buffer(LayerSpec.FEATURES);
    churn = network.buffer(Task.Churn.CHURN);
    purchase7 = network.buffer(Task.Churn.PURCHASE7);
    spend = network.buffer(Task.Churn.SPEND);
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

  /** Returns the days without a purchase that mean churn. */
  public int horizonDays() {
    return task.horizonDays();
  }

  /**
   * Takes the customer's recurrent state over the steps that it has not seen. Without one it starts
   * from zero at the oldest one stored; what is missing but no longer stored is skipped, as happens
   * when nobody advanced for long.
   */
  public void advance(CustomerState state) {
    recurrent(state);
  }

  /**
   * Advances, then scores.
   *
   * @param values feature vector of the catalogue, {@code [FeatureCatalogue.size()]}
   * @throws IllegalArgumentException if it has another length
   */
  public ChurnScore score(CustomerState state, float[] values) {
    evaluate(state, values);
    return new ChurnScore(churn[0], purchase7[0], expectedSpendMinor(spend[0]));
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
    return explainer.explain(churn[0]);
  }

  private void evaluate(CustomerState state, float[] values) {
    if (values.length != features.length) {
      throw new IllegalArgumentException(
          "feature vector has %d values, the catalogue %d; see FeatureCatalogue.vector"
              .formatted(values.length, FeatureCatalogue.size()));
    }
    Recurrent recurrent = recurrent(state);
    System.arraycopy(values, 0, features, 0, features.length);
    network.evaluate(recurrent.values());
  }

  private Recurrent recurrent(CustomerState state) {
    StepHistory steps = state.steps();
    long count = steps.count();
    Recurrent recurrent =
        state.hasRecurrent(modelId)
            ? state.recurrent(modelId)
            : state.newRecurrent(modelId, network.stateSize());
    long from = Math.max(recurrent.consumed(), count - StepHistory.CAPACITY);
    for (long index = from; index < count; index++) {
      ChurnStep.input(steps, index, step);
      network.step(recurrent.values());
    }
    recurrent.consumed(count);
    return recurrent;
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
}
