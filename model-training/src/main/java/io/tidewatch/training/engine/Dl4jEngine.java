package io.tidewatch.training.engine;

import io.tidewatch.models.LayerEngine;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Computes with DL4J's activation functions what has no kernel, from a closed list: neither DL4J's
 * reader of saved models nor its JSON sees anything of a release.
 *
 * <p>Every call allocates off-heap memory; a block of 32 rows costs as much as a single one.
 */
public final class Dl4jEngine implements LayerEngine {
  private static final Map<String, Activation> FUNCTIONS =
      new TreeMap<>(
          Map.of(
              "ELU", Activation.ELU,
              "GELU", Activation.GELU,
              "MISH", Activation.MISH,
              "RATIONALTANH", Activation.RATIONALTANH,
              "RELU6", Activation.RELU6,
              "SELU", Activation.SELU,
              "SOFTSIGN", Activation.SOFTSIGN,
              "SWISH", Activation.SWISH));

  @Override
  public String name() {
    return "dl4j";
  }

  @Override
  public boolean serves(String function) {
    return FUNCTIONS.containsKey(function);
  }

  /** Returns the function's name in a release, or null if it is not on the list. */
  public static String function(Activation activation) {
    return FUNCTIONS.containsKey(activation.name()) ? activation.name() : null;
  }

  @Override
  public void apply(String function, float[] values) {
    INDArray array = Nd4j.createFromArray(values);
    INDArray result = FUNCTIONS.get(function).getActivationFunction().getActivation(array, false);
    System.arraycopy(result.data().asFloat(), 0, values, 0, values.length);
  }
}
