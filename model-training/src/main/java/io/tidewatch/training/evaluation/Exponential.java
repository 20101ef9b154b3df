package io.tidewatch.training.evaluation;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The exponential function as an activation, which DL4J has not: the natural link of expected
 * counts, under which inputs act as factors. Inputs are cut to -15 .. 8, so that no step of a
 * training overflows.
 */
public final class Exponential extends BaseActivationFunction {
  private static final long serialVersionUID = 1L;
  private static final double LOWEST = -15;
  private static final double HIGHEST = 8;

  @Override
  public INDArray getActivation(INDArray in, boolean training) {
    in.assign(Transforms.exp(cut(in), false));
    return in;
  }

  @Override
  public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
    return new Pair<>(Transforms.exp(cut(in), false).muli(epsilon), null);
  }

  private static INDArray cut(INDArray in) {
    return Transforms.max(Transforms.min(in, HIGHEST, true), LOWEST, true);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Exponential;
  }

  @Override
  public int hashCode() {
    return Exponential.class.hashCode();
  }

  @Override
  public String toString() {
    return "exp";
  }
}
