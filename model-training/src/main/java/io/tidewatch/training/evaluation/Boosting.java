package io.tidewatch.training.evaluation;

import java.util.Map;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Gradient boosted trees by XGBoost: shallow trees, small steps, as many as help on a fifth of the
 * rows that is kept aside, then fitted to all rows. One thread and one seed: the same rows give the
 * same trees.
 */
final class Boosting {
  private static final int ROUNDS = 400;
  private static final int PATIENCE = 25;
  private static final int KEPT_ASIDE = 5;

  private final Booster trees;

  private Boosting(Booster trees) {
    this.trees = trees;
  }

  /** What is learned, by XGBoost's names. */
  enum Objective {
    /** Probability of a label of 0 or 1. */
    YES_OR_NO("binary:logistic", "logloss"),
    /** Mean of a label of at least 0. */
    COUNT("count:poisson", "poisson-nloglik"),
    /** Median of a label. */
    MEDIAN("reg:absoluteerror", "mae");

    private final String objective;
    private final String loss;

    Objective(String objective, String loss) {
      this.objective = objective;
      this.loss = loss;
    }
  }

  /**
   * Fits rows of features.
   *
   * @param rows features, all of the same width
   * @param labels one per row
   */
  static Boosting fit(float[][] rows, float[] labels, Objective objective) {
    Map<String, Object> settings =
        Map.of(
            "objective",
            objective.objective,
            "eval_metric",
            objective.loss,
            "eta",
            0.05,
            "max_depth",
            3,
            "min_child_weight",
            5,
            "subsample",
            0.8,
            "colsample_bytree",
            0.5,
            "nthread",
            1,
            "seed",
            1);
    try {
      DMatrix train = matrix(rows, labels, indices(rows.length, false));
      DMatrix aside = matrix(rows, labels, indices(rows.length, true));
      int rounds = rounds(settings, train, aside);
      DMatrix all = matrix(rows, labels, Shuffle.identity(rows.length));
      return new Boosting(XGBoost.train(all, settings, rounds, Map.of(), null, null));
    } catch (XGBoostError e) {
      throw new IllegalStateException("XGBoost failed: " + e.getMessage(), e);
    }
  }

  /** Counts rounds by hand: XGBoost's own early stopping prints every one of them. */
  private static int rounds(Map<String, Object> settings, DMatrix train, DMatrix aside)
      throws XGBoostError {
    Booster trees = XGBoost.train(train, settings, 0, Map.of(), null, null);
    float[] loss = new float[1];
    float best = Float.MAX_VALUE;
    int bestRound = 0;
    for (int round = 0; round < ROUNDS && round - bestRound < PATIENCE; round++) {
      trees.update(train, round);
      trees.evalSet(new DMatrix[] {aside}, new String[] {"aside"}, round, loss);
      if (loss[0] < best) {
        best = loss[0];
        bestRound = round;
      }
    }
    return bestRound + 1;
  }

  /** Returns one score per row: a probability or a mean. */
  double[] scores(float[][] rows) {
    try {
      float[][] scores =
          trees.predict(matrix(rows, new float[rows.length], Shuffle.identity(rows.length)));
      return IntStream.range(0, rows.length).mapToDouble(i -> scores[i][0]).toArray();
    } catch (XGBoostError e) {
      throw new IllegalStateException("XGBoost failed: " + e.getMessage(), e);
    }
  }

  private static int[] indices(int rows, boolean aside) {
    return IntStream.range(0, rows).filter(i -> (i % KEPT_ASIDE == 0) == aside).toArray();
  }

  private static DMatrix matrix(float[][] rows, float[] labels, int[] which) throws XGBoostError {
    int width = rows[0].length;
    float[] values = new float[which.length * width];
    float[] chosen = new float[which.length];
    for (int i = 0; i < which.length; i++) {
      System.arraycopy(rows[which[i]], 0, values, i * width, width);
      chosen[i] = labels[which[i]];
    }
    DMatrix matrix = new DMatrix(values, which.length, width, Float.NaN);
    matrix.setLabel(chosen);
    return matrix;
  }
}
