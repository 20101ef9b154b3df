package io.tidewatch.models;

import io.tidewatch.models.kernel.Kernels;
import io.tidewatch.models.kernel.Rows;
import java.util.List;

/**
 * Explains a churn network of any layers: exact Shapley values over the reason groups and, behind
 * an LSTM, the sequence of steps. A group that is absent has the values of the release's reference.
 *
 * <p>The network is evaluated for each of the subsets, a block of customers at a time: {@code
 * 2^groups} evaluations, so some tens of times slower than {@link Explainer}, which needs a dense
 * head.
 *
 * <p>Holds scratch: one instance per thread. Overwrites the buffers of its network, which must have
 * evaluated the customer just before.
 */
final class NetworkExplainer {
  private final Network network;
  private final Rows features;
  private final Rows h; // null without an LSTM
  private final Rows churn;
  private final float[] referenceFeatures;
  private final float[] referenceH;
  private final int[] groupOfFeature;
  private final int sequence;
  private final ShapleyValues shapley;
  private final float[] known;
  private final float[] knownH;
  private final float[] values;

  NetworkExplainer(List<LayerSpec> specs, Network network, Tensors tensors) {
    this.network = network;
    List<String> groups = ShapleyValues.groups(network.isRecurrent());
    groupOfFeature = ShapleyValues.groupOfFeature(groups);
    sequence = groups.indexOf(Contribution.SEQUENCE);
    shapley = new ShapleyValues(groups);
    features = network.block(LayerSpec.FEATURES);
    churn = network.block(Task.Churn.CHURN);
    h =
        specs.stream()
            .filter(LayerSpec.Lstm.class::isInstance)
            .map(lstm -> network.block(lstm.name()))
            .findFirst()
            .orElse(null);
    referenceFeatures = tensors.values(Task.Churn.REFERENCE_FEATURES);
    referenceH = h == null ? new float[0] : tensors.values(Task.Churn.REFERENCE);
    known = new float[features.width()];
    knownH = new float[referenceH.length];
    values = new float[1 << groups.size()];
  }

  /** Explains the customer whom the network has just evaluated. */
  Contributions explain(float churnProbability) {
    features.take(0, known, 0);
    if (h != null) {
      h.take(0, knownH, 0);
    }
    for (int from = 0; from < values.length; from += Kernels.BLOCK) {
      int count = Math.min(Kernels.BLOCK, values.length - from);
      for (int row = 0; row < count; row++) {
        put(from + row, row);
      }
      network.evaluate(count);
      for (int row = 0; row < count; row++) {
        values[from + row] = churn.get(row, 0);
      }
    }
    return shapley.of(subset -> values[subset], churnProbability);
  }

  private void put(int subset, int row) {
    for (int i = 0; i < known.length; i++) {
      boolean present = (subset >> groupOfFeature[i] & 1) == 1;
      features.set(row, i, present ? known[i] : referenceFeatures[i]);
    }
    if (h != null) {
      h.put(row, (subset >> sequence & 1) == 1 ? knownH : referenceH, 0);
    }
  }
}
