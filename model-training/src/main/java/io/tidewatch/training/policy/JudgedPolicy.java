package io.tidewatch.training.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Ways to choose among the offers to which no rule is opposed, that can be judged by a log alone.
 */
public enum JudgedPolicy implements ChoosingPolicy {
  /** Each with the same probability. */
  RANDOM {
    @Override
    double[] probabilities(double[] values, double[] expected) {
      double[] all = new double[values.length];
      Arrays.fill(all, 1.0 / values.length);
      return all;
    }
  },
  /** The one of the highest value, whoever the customer is. */
  VALUE {
    @Override
    double[] probabilities(double[] values, double[] expected) {
      return certain(values);
    }
  },
  /**
   * The one of the highest expected reward, by a model of acceptance learned from the log, each
   * fifth of the decisions from the others.
   */
  LEARNED {
    @Override
    double[] probabilities(double[] values, double[] expected) {
      return certain(expected);
    }
  };

  @Override
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public double[] probabilities(
      String decisionId, List<String> offerIds, double[] values, double[] expected) {
    return probabilities(values, expected);
  }

  abstract double[] probabilities(double[] values, double[] expected);

  /** The first of the largest, with certainty. */
  private static double[] certain(double[] worth) {
    int best =
        IntStream.range(0, worth.length)
            .reduce((one, other) -> worth[other] > worth[one] ? other : one)
            .orElseThrow();
    double[] all = new double[worth.length];
    all[best] = 1;
    return all;
  }
}
