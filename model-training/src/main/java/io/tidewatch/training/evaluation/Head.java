package io.tidewatch.training.evaluation;

import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What an output of a network is, and so its activation, its loss and its start. */
public enum Head {
  /** The probability of a label that is 0 or 1. */
  PROBABILITY(LossFunction.XENT) {
    @Override
    IActivation activation() {
      return Activation.SIGMOID.getActivationFunction();
    }

    @Override
    double start(double label, double factor) {
      return Math.log(label / (1 - label));
    }

    @Override
    double loss(double score, double label) {
      return -label * Math.log(Math.max(TINY, score))
          - (1 - label) * Math.log(Math.max(TINY, 1 - score));
    }
  },
  /**
   * The mean of a label of at least 0, by the Poisson loss, which is right about means whatever the
   * distribution (Gourieroux, Monfort and Trognon 1984).
   */
  MEAN(LossFunction.POISSON) {
    @Override
    IActivation activation() {
      return new Exponential();
    }

    @Override
    double start(double label, double factor) {
      return Math.log(label / factor);
    }

    @Override
    double loss(double score, double label) {
      return score - label * Math.log(Math.max(TINY, score));
    }
  };

  private static final double TINY = 1e-7;

  private final LossFunction trained;

  Head(LossFunction trained) {
    this.trained = trained;
  }

  abstract IActivation activation();

  /**
   * Returns the bias to begin with.
   *
   * @param label mean of the labels
   * @param factor mean of e to the power of the offsets
   */
  abstract double start(double label, double factor);

  /** Returns the loss of one score, up to a constant of the label. */
  abstract double loss(double score, double label);

  LossFunction trained() {
    return trained;
  }
}
