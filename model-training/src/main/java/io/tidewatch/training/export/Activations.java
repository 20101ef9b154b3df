package io.tidewatch.training.export;

import io.tidewatch.models.Activation;
import io.tidewatch.training.engine.Dl4jEngine;
import java.util.Arrays;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** DL4J's activation functions as a release names them. */
final class Activations {
  private Activations() {}

  /**
   * @throws UnsupportedLayerException if a release does not know the function
   */
  static Activation of(IActivation function, Vertex vertex) {
    Class<?> kind = function.getClass();
    if (kind == ActivationIdentity.class) {
      return Activation.IDENTITY;
    } else if (kind == ActivationTanH.class) {
      return Activation.TANH;
    } else if (kind == ActivationSigmoid.class) {
      return Activation.SIGMOID;
    } else if (kind == ActivationHardSigmoid.class) {
      return Activation.HARDSIGMOID;
    } else if (kind == ActivationSoftPlus.class) {
      return Activation.SOFTPLUS;
    } else if (kind == ActivationSoftmax.class) {
      return Activation.SOFTMAX;
    } else if (function instanceof ActivationLReLU leaky
        && leaky.getAlpha() == ActivationLReLU.DEFAULT_ALPHA) {
      return Activation.LEAKYRELU;
    } else if (function instanceof ActivationReLU relu && isPlain(relu)) {
      return Activation.RELU;
    }
    throw vertex.unsupported(
        "activation %s is unknown to a release; use one of %s"
            .formatted(function, Arrays.toString(Activation.values())));
  }

  /** Returns what an engine calls a function that has no kernel, or null. */
  static String engineFunction(IActivation function) {
    for (var candidate : org.nd4j.linalg.activations.Activation.values()) {
      if (Dl4jEngine.function(candidate) != null
          && candidate.getActivationFunction().equals(function)) {
        return candidate.name();
      }
    }
    return null;
  }

  private static boolean isPlain(ActivationReLU relu) {
    return isZero(relu.getMax()) && isZero(relu.getThreshold()) && isZero(relu.getNegativeSlope());
  }

  private static boolean isZero(Double value) {
    return value == null || value == 0;
  }
}
