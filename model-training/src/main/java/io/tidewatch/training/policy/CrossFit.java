package io.tidewatch.training.policy;

import io.tidewatch.training.LogisticRegression;
import java.util.stream.IntStream;

/**
 * Probabilities of a reward of 1 for every choice at every decision, by logistic regressions that
 * have not seen the decision: five, each of which leaves out a fifth. Without that, a reward model
 * would know the rewards that it is to correct, and intervals would be too narrow (Chernozhukov et
 * al. 2018). Weights have a normal prior of deviation 1, the level has none: it is shifted until
 * the mean over what was learned from is right, because rewards are rare and a prior on the level
 * would pull them to one half.
 */
final class CrossFit {
  private static final int FOLDS = 5;
  // A normal prior of deviation 1 on the weights.
  private static final double COST = 1;
  private static final double FURTHEST = 30;
  private static final int HALVINGS = 50;

  private CrossFit() {}

  /**
   * Inputs of the model for one choice at one decision, in units that matter: yes or no is 0 or 1.
   */
  @FunctionalInterface
  interface Inputs {
    float[] of(int decision, int choice);
  }

  /**
   * Fits and predicts.
   *
   * @param choices how many choices there are at each decision
   * @param inputs {@code [width]}, the same width for all
   * @param chosen {@code [decisions]} the logged choice
   * @param rewarded {@code [decisions]}
   * @return {@code [decisions][choices]}
   */
  static double[][] probabilities(int choices, Inputs inputs, int[] chosen, boolean[] rewarded) {
    double[][] probabilities = new double[chosen.length][choices];
    for (int i = 0; i < FOLDS; i++) {
      int fold = i;
      int[] train = IntStream.range(0, chosen.length).filter(row -> row % FOLDS != fold).toArray();
      float[][] rows = new float[train.length][];
      boolean[] labels = new boolean[train.length];
      for (int row = 0; row < train.length; row++) {
        rows[row] = inputs.of(train[row], chosen[train[row]]);
        labels[row] = rewarded[train[row]];
      }
      LogisticRegression model = LogisticRegression.fit(rows, labels, COST);
      double shift = shift(model, rows, labels);
      for (int row = fold; row < chosen.length; row += FOLDS) {
        for (int choice = 0; choice < choices; choice++) {
          probabilities[row][choice] =
              shifted(model.probability(inputs.of(row, choice)), Math.exp(shift));
        }
      }
    }
    return probabilities;
  }

  /** Returns what to add to all log-odds so that their mean probability is the share of rewards. */
  private static double shift(LogisticRegression model, float[][] rows, boolean[] labels) {
    double[] probabilities = new double[rows.length];
    double rewards = 0;
    for (int row = 0; row < rows.length; row++) {
      probabilities[row] = model.probability(rows[row]);
      rewards += labels[row] ? 1 : 0;
    }
    double low = -FURTHEST;
    double high = FURTHEST;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      double factor = Math.exp(middle);
      double sum = 0;
      for (double probability : probabilities) {
        sum += shifted(probability, factor);
      }
      if (sum < rewards) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** Multiplies the odds. */
  private static double shifted(double probability, double factor) {
    return probability * factor / (1 - probability + probability * factor);
  }

  /** Returns the mean of the rewards of all choices, each as often as it is made. */
  static double mean(double[] probabilities, double[] rewards) {
    double sum = 0;
    for (int i = 0; i < rewards.length; i++) {
      sum += probabilities[i] * rewards[i];
    }
    return sum;
  }
}
