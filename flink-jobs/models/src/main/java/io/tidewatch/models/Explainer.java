package io.tidewatch.models;

import io.tidewatch.models.kernel.Kernels;
import io.tidewatch.models.kernel.Matrix;
import io.tidewatch.models.kernel.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Exact Shapley values (Shapley 1953; Lundberg and Lee 2017, eq. 4) of the churn probability over
 * the reason groups of the features and the recurrent state.
 *
 * <p>A group that is absent is the average customer in that respect: its features stand at their
 * training mean, which is 0 after standardisation, and the recurrent state's h at its mean over the
 * training set. The head is evaluated for each of the {@code 2^groups} subsets, cheaply: what each
 * group adds to a dense layer is computed once, and a subset's sum is that of the subset without
 * its lowest group plus that group's addition.
 *
 * <p>Holds scratch: one instance per thread. Reads the buffers of its network, which must have
 * evaluated the customer just before.
 */
final class Explainer {
  private final List<DenseSubsets> layers = new ArrayList<>();
  private final Rows churn;
  private final ShapleyValues shapley;

  Explainer(List<LayerSpec> specs, Network network, Tensors tensors) {
    List<String> groups = ShapleyValues.groups(true);
    int[] groupOfFeature = ShapleyValues.groupOfFeature(groups);
    String lstm = lstmName(specs);
    Kernels kernels = Kernels.best();
    float[] reference = tensors.values(Task.Churn.REFERENCE);
    Map<String, DenseSubsets> dense = new HashMap<>();
    for (LayerSpec spec : ancestorsOfChurn(specs)) {
      var layer = new DenseSubsets((LayerSpec.Dense) spec, tensors, groups.size(), kernels);
      int row = 0;
      for (String from : spec.from()) {
        Rows input = network.block(from);
        Matrix block = layer.block(row, input.width());
        row += input.width();
        if (dense.containsKey(from)) {
          layer.addInner(dense.get(from), block);
        } else if (from.equals(lstm)) {
          layer.addState(input, reference, block, groups.size() - 1);
        } else {
          layer.addFeatures(input, groupOfFeature, block);
        }
      }
      dense.put(spec.name(), layer);
      layers.add(layer);
    }
    churn = dense.get(Task.Churn.CHURN).subsets;
    shapley = new ShapleyValues(groups);
  }

  /** Explains the customer whom the network has just evaluated. */
  Contributions explain(float churnProbability) {
    for (DenseSubsets layer : layers) {
      layer.evaluate();
    }
    return shapley.of(subset -> churn.get(subset, 0), churnProbability);
  }

  private static String lstmName(List<LayerSpec> specs) {
    return specs.stream()
        .filter(LayerSpec.Lstm.class::isInstance)
        .map(LayerSpec::name)
        .findFirst()
        .orElseThrow();
  }

  /** Returns the dense layers on which the churn output depends, itself included, in order. */
  private static List<LayerSpec> ancestorsOfChurn(List<LayerSpec> specs) {
    var needed = new TreeSet<>(List.of(Task.Churn.CHURN));
    var ancestors = new ArrayList<LayerSpec>();
    for (int i = specs.size() - 1; i >= 0; i--) {
      LayerSpec spec = specs.get(i);
      if (spec instanceof LayerSpec.Dense && needed.contains(spec.name())) {
        ancestors.add(0, spec);
        needed.addAll(spec.from());
      }
    }
    return ancestors;
  }
}
