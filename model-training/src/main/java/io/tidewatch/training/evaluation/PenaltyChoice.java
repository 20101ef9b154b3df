package io.tidewatch.training.evaluation;

import io.tidewatch.training.LogisticRegression;
import java.util.stream.IntStream;

/** Logistic regression whose L2 penalty is the best of a few in five-fold cross-validation. */
final class PenaltyChoice {
  private static final int FOLDS = 5;
  private static final double[] COSTS = {0.0003, 0.003, 0.03, 0.3};
  private static final double EDGE = 1e-7;

  private PenaltyChoice() {}

  /**
   * Fits standardised rows.
   *
   * @param rows features, all of the same width, in no order that tells of the labels
   * @param labels what happened, same length
   */
  static LogisticRegression fit(float[][] rows, boolean[] labels) {
    double best = COSTS[0];
    double bestLoss = Double.MAX_VALUE;
    for (double cost : COSTS) {
      double loss = 0;
      for (int fold = 0; fold < FOLDS; fold++) {
        loss += loss(rows, labels, cost, fold);
      }
      if (loss < bestLoss) {
        bestLoss = loss;
        best = cost;
      }
    }
    return LogisticRegression.fit(rows, labels, best);
  }

  private static double loss(float[][] rows, boolean[] labels, double cost, int fold) {
    int[] train = IntStream.range(0, rows.length).filter(i -> i % FOLDS != fold).toArray();
    float[][] trainRows = new float[train.length][];
    boolean[] trainLabels = new boolean[train.length];
    for (int i = 0; i < train.length; i++) {
      trainRows[i] = rows[train[i]];
      trainLabels[i] = labels[train[i]];
    }
    LogisticRegression model = LogisticRegression.fit(trainRows, trainLabels, cost);
    return IntStream.range(0, rows.length)
        .filter(i -> i % FOLDS == fold)
        .mapToDouble(
            i -> {
              double p = model.probability(rows[i]);
              return -Math.log(Math.max(EDGE, labels[i] ? p : 1 - p));
            })
        .sum();
  }
}
