package io.tidewatch.models;

import io.tidewatch.models.kernel.Kernels;
import io.tidewatch.models.kernel.Matrix;
import io.tidewatch.models.kernel.Rows;
import java.util.ArrayList;
import java.util.List;

/** One dense layer of a churn head, evaluated for every subset of the reason groups at once. */
final class DenseSubsets {
  private record Inner(DenseSubsets layer, Matrix block) {}

  /** Row g of {@code ofGroup} has the values of group g, and 0 elsewhere. */
  private record Features(Rows values, int[] groups, Rows ofGroup, Matrix block) {}

  private record State(Rows h, float[] reference, Rows ofGroup, Matrix block, int group) {}

  /** Output by subset; bit g of the index says whether group g is present. */
  final Rows subsets;

  private final LayerSpec.Dense spec;
  private final Kernels kernels;
  private final float[] weights;
  private final Rows base;
  private final Rows additions;
  private final List<Inner> inners = new ArrayList<>();
  private final List<Features> features = new ArrayList<>();
  private final List<State> states = new ArrayList<>();

  DenseSubsets(LayerSpec.Dense spec, Tensors tensors, int groups, Kernels kernels) {
    this.spec = spec;
    this.kernels = kernels;
    weights = tensors.values(spec.name() + "/W");
    base = Rows.of(tensors.values(spec.name() + "/b"));
    additions = new Rows(groups, spec.outputs());
    subsets = new Rows(1 << groups, spec.outputs());
  }

  /** Returns the weights of some of the inputs. */
  Matrix block(int firstRow, int rows) {
    return kernels.matrix(weights, firstRow, rows, spec.outputs());
  }

  /** Adds another dense layer as input. */
  void addInner(DenseSubsets layer, Matrix block) {
    inners.add(new Inner(layer, block));
  }

  /** Adds standardised features as input; absent ones are 0. */
  void addFeatures(Rows values, int[] groups, Matrix block) {
    var ofGroup = new Rows(additions.capacity(), values.width());
    features.add(new Features(values, groups, ofGroup, block));
  }

  /** Adds the LSTM's h as input; if absent it is the reference. */
  void addState(Rows h, float[] reference, Matrix block, int group) {
    states.add(new State(h, reference, new Rows(additions.capacity(), h.width()), block, group));
    block.addProduct(Rows.of(reference), base, 1);
  }

  /** Computes all subsets from the values that stand in the first row of the inputs. */
  void evaluate() {
    computeAdditions();
    base.take(0, subsets.values(), 0);
    int width = subsets.width();
    float[] y = subsets.values();
    float[] addition = additions.values();
    for (int subset = 1; subset < subsets.capacity(); subset++) {
      int at = subsets.at(subset);
      int without = subsets.at(subset & subset - 1);
      int added = additions.at(Integer.numberOfTrailingZeros(subset));
      for (int j = 0; j < width; j++) {
        y[at + j] = y[without + j] + addition[added + j];
      }
    }
    // Only now: the sums above build on each other before inner layers and activation come in.
    for (Inner inner : inners) {
      inner.block().addProduct(inner.layer().subsets, subsets, subsets.capacity());
    }
    Nodes.apply(kernels, spec.activation(), subsets, subsets.capacity());
  }

  private void computeAdditions() {
    int groups = additions.capacity();
    additions.clear(groups);
    for (Features input : features) {
      for (int i = 0; i < input.groups().length; i++) {
        input.ofGroup().set(input.groups()[i], i, input.values().get(0, i));
      }
      input.block().addProduct(input.ofGroup(), additions, groups);
    }
    for (State input : states) {
      for (int j = 0; j < input.reference().length; j++) {
        input.ofGroup().set(input.group(), j, input.h().get(0, j) - input.reference()[j]);
      }
      input.block().addProduct(input.ofGroup(), additions, groups);
    }
  }
}
