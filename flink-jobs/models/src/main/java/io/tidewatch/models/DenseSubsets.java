package io.tidewatch.models;

import io.tidewatch.models.kernel.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One dense layer of a churn head, evaluated for every subset of the reason groups at once. */
final class DenseSubsets {
  private record Inner(DenseSubsets layer, Matrix block) {}

  private record Features(float[] values, int[] groups, Matrix block) {}

  private record State(float[] h, float[] reference, float[] difference, Matrix block, int group) {}

  /** Output by subset; bit g of the index says whether group g is present. */
  final float[][] subsets;

  private final LayerSpec.Dense spec;
  private final float[] weights;
  private final float[] base;
  private final float[][] additions;
  private final List<Inner> inners = new ArrayList<>();
  private final List<Features> features = new ArrayList<>();
  private final List<State> states = new ArrayList<>();

  DenseSubsets(LayerSpec.Dense spec, Tensors tensors, int groups) {
    this.spec = spec;
    weights = tensors.values(spec.name() + "/W");
    base = tensors.values(spec.name() + "/b").clone();
    additions = new float[groups][spec.outputs()];
    subsets = new float[1 << groups][spec.outputs()];
  }

  /** Returns the weights of some of the inputs. */
  Matrix block(int firstRow, int rows) {
    return Matrix.of(weights, firstRow, rows, spec.outputs());
  }

  /** Adds another dense layer as input. */
  void addInner(DenseSubsets layer, Matrix block) {
    inners.add(new Inner(layer, block));
  }

  /** Adds standardised features as input; absent ones are 0. */
  void addFeatures(float[] values, int[] groups, Matrix block) {
    features.add(new Features(values, groups, block));
  }

  /** Adds the LSTM's h as input; if absent it is the reference. */
  void addState(float[] h, float[] reference, Matrix block, int group) {
    states.add(new State(h, reference, new float[h.length], block, group));
    block.addProduct(reference, base);
  }

  /** Computes all subsets from the values that stand in the inputs. */
  void evaluate() {
    computeAdditions();
    System.arraycopy(base, 0, subsets[0], 0, base.length);
    for (int subset = 1; subset < subsets.length; subset++) {
      float[] without = subsets[subset & subset - 1];
      float[] addition = additions[Integer.numberOfTrailingZeros(subset)];
      float[] y = subsets[subset];
      for (int j = 0; j < y.length; j++) {
        y[j] = without[j] + addition[j];
      }
    }
    // Only now: the sums above build on each other before inner layers and activation come in.
    for (int subset = 0; subset < subsets.length; subset++) {
      for (Inner inner : inners) {
        inner.block().addProduct(inner.layer().subsets[subset], subsets[subset]);
      }
      Network.apply(spec.activation(), subsets[subset]);
    }
  }

  private void computeAdditions() {
    for (float[] addition : additions) {
      Arrays.fill(addition, 0f);
    }
    for (Features input : features) {
      for (int i = 0; i < input.values().length; i++) {
        input.block().addRow(i, input.values()[i], additions[input.groups()[i]]);
      }
    }
    for (State input : states) {
      float[] difference = input.difference();
      for (int j = 0; j < difference.length; j++) {
        difference[j] = input.h()[j] - input.reference()[j];
      }
      input.block().addProduct(difference, additions[input.group()]);
    }
  }
}
