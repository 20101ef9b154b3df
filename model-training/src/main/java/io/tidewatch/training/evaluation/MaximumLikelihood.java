package io.tidewatch.training.evaluation;

import java.util.Arrays;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.SimpleValueChecker;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;

/** Finds the parameters, all above 0, under which what was seen is likeliest. */
final class MaximumLikelihood {
  private static final int EVALUATIONS = 5_000;
  private static final int RESTARTS = 4;
  private static final double PRECISION = 1e-12;
  private static final double STEP = 0.5;
  // Beyond e^±LARGEST a parameter is as good as zero or infinite, and sums of logs overflow.
  private static final double LARGEST = 12;

  private MaximumLikelihood() {}

  /** Gives the log likelihood of all cases together. */
  @FunctionalInterface
  interface LogLikelihood {
    double at(double[] parameters);
  }

  /**
   * Climbs by the simplex of Nelder and Mead over the logarithms of the parameters, and begins anew
   * from where it ended, because a simplex may collapse before the top.
   *
   * @param start where to begin, all above 0
   * @param cases number of cases, to which the precision relates
   */
  static double[] of(LogLikelihood likelihood, double[] start, int cases) {
    if (cases == 0) {
      throw new IllegalArgumentException("no cases to fit to");
    }
    ObjectiveFunction goal = new ObjectiveFunction(p -> value(likelihood, p) / cases);
    double[] at = Arrays.stream(start).map(Math::log).toArray();
    for (int run = 0; run < RESTARTS; run++) {
      PointValuePair best =
          new SimplexOptimizer(new SimpleValueChecker(PRECISION, PRECISION))
              .optimize(
                  new MaxEval(EVALUATIONS),
                  goal,
                  GoalType.MAXIMIZE,
                  new InitialGuess(at),
                  new NelderMeadSimplex(at.length, STEP));
      at = best.getPoint();
    }
    return exp(at);
  }

  private static double value(LogLikelihood likelihood, double[] logs) {
    double outside = 0;
    double[] inside = new double[logs.length];
    for (int i = 0; i < logs.length; i++) {
      inside[i] = Math.max(-LARGEST, Math.min(LARGEST, logs[i]));
      outside += Math.abs(logs[i] - inside[i]);
    }
    return likelihood.at(exp(inside)) * (1 + outside);
  }

  private static double[] exp(double[] logs) {
    return Arrays.stream(logs).map(Math::exp).toArray();
  }
}
