package io.tidewatch.training;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;

/**
 * Logistic regression with an L2 penalty (liblinear's primal solver: deterministic, no seed).
 * Immutable.
 */
public final class LogisticRegression {
  private static final double TOLERANCE = 1e-4;

  private final double[] weights;
  private final double bias;

  LogisticRegression(double[] weights, double bias) {
    this.weights = weights.clone();
    this.bias = bias;
  }

  /**
   * Fits rows of standardised features.
   *
   * @param rows features, all of the same width
   * @param labels what happened, same length
   * @param cost weight of the misfit of one row against the penalty; smaller is smoother
   */
  public static LogisticRegression fit(float[][] rows, boolean[] labels, double cost) {
    int width = rows[0].length;
    Problem problem = new Problem();
    problem.l = rows.length;
    problem.n = width + 1;
    problem.bias = 1;
    problem.y = new double[rows.length];
    problem.x = new Feature[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      problem.y[i] = labels[i] ? 1 : 0;
      Feature[] row = new Feature[width + 1];
      for (int j = 0; j < width; j++) {
        row[j] = new FeatureNode(j + 1, rows[i][j]);
      }
      row[width] = new FeatureNode(width + 1, 1);
      problem.x[i] = row;
    }
    Linear.disableDebugOutput();
    Model model = Linear.train(problem, new Parameter(SolverType.L2R_LR, cost, TOLERANCE));
    double sign = model.getLabels()[0] == 1 ? 1 : -1;
    double[] all = model.getFeatureWeights();
    double[] weights = new double[width];
    for (int j = 0; j < width; j++) {
      weights[j] = sign * all[j];
    }
    return new LogisticRegression(weights, sign * all[width]);
  }

  double[] weights() {
    return weights.clone();
  }

  double bias() {
    return bias;
  }

  /** Returns the probability for one standardised row. */
  public double probability(float[] row) {
    double z = bias;
    for (int j = 0; j < weights.length; j++) {
      z += weights[j] * row[j];
    }
    return 1 / (1 + Math.exp(-z));
  }
}
