package io.tidewatch.decisions.learning;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The slow, obvious reference: the most likely weights given all outcomes at once, by gradient
 * ascent on the posterior. For examples of one campaign.
 */
final class PosteriorMode {
  private static final int STEPS = 1_500;
  private static final double RATE = 0.001;

  private final Map<String, double[]> weights = new HashMap<>();

  private PosteriorMode() {}

  static PosteriorMode of(List<LearningExample> examples) {
    PosteriorMode mode = new PosteriorMode();
    for (int step = 0; step < STEPS; step++) {
      mode.climb(examples);
    }
    return mode;
  }

  double logOdds(String offerId, LearningInputs inputs) {
    return logOdds(offerId, inputs.vector());
  }

  private double logOdds(String offerId, double[] x) {
    double sum = 0;
    for (Weights kind : Weights.values()) {
      double[] block = block(kind, offerId);
      for (int i = 0; i < block.length; i++) {
        sum += block[i] * x[i];
      }
    }
    return sum;
  }

  private void climb(List<LearningExample> examples) {
    Map<String, double[]> gradients = new HashMap<>();
    for (LearningExample example : examples) {
      String offer = example.offer().offerId();
      double[] x = example.offer().inputs().vector();
      double error = (example.accepted() ? 1 : 0) - Activation.logistic(logOdds(offer, x));
      for (Weights kind : Weights.values()) {
        double[] gradient = gradients.computeIfAbsent(name(kind, offer), k -> new double[4]);
        for (int i = 0; i < x.length; i++) {
          gradient[i] += error * x[i];
        }
      }
    }
    gradients.forEach(
        (name, gradient) -> {
          Belief prior = Weights.valueOf(name.substring(0, name.indexOf('/'))).prior();
          double[] block = weights.get(name);
          for (int i = 0; i < block.length; i++) {
            double precision = 1 / prior.covariance()[i * block.length + i];
            block[i] += RATE * (gradient[i] - precision * (block[i] - prior.mean()[i]));
          }
        });
  }

  private double[] block(Weights kind, String offerId) {
    return weights.computeIfAbsent(name(kind, offerId), name -> kind.prior().mean());
  }

  private static String name(Weights kind, String offerId) {
    return kind + "/" + (kind == Weights.OFFER ? offerId : "");
  }
}
