package io.tidewatch.decisions.learning;

import java.util.Arrays;

/**
 * A normal distribution over the weights of one block: those that all offers share, those of a
 * campaign, or those of an offer. Immutable; arithmetic is the same on every machine.
 *
 * <p>Knowledge ages: after {@code t} the distance from the prior has shrunk to {@code r = 2^(-t /
 * halfLife)}, of the mean by r and of the covariance by r squared. That is an Ornstein-Uhlenbeck
 * process whose rest is the prior, so uncertainty grows with time and never beyond what it was
 * before the first outcome.
 */
final class Belief {
  private final double[] mean; // [size]
  private final double[] covariance; // [size, size], symmetric
  private final long updatedAtMicros;
  private final long outcomes;

  Belief(double[] mean, double[] covariance, long updatedAtMicros, long outcomes) {
    if (covariance.length != mean.length * mean.length) {
      throw new IllegalArgumentException(
          "covariance has " + covariance.length + " entries for " + mean.length + " weights");
    }
    this.mean = mean;
    this.covariance = covariance;
    this.updatedAtMicros = updatedAtMicros;
    this.outcomes = outcomes;
  }

  /** Returns independent weights with given means and standard deviations. */
  static Belief of(double[] mean, double[] sd) {
    double[] covariance = new double[mean.length * mean.length];
    for (int i = 0; i < mean.length; i++) {
      covariance[i * mean.length + i] = sd[i] * sd[i];
    }
    return new Belief(mean.clone(), covariance, Long.MIN_VALUE, 0);
  }

  double[] mean() {
    return mean.clone();
  }

  double[] covariance() {
    return covariance.clone();
  }

  long updatedAtMicros() {
    return updatedAtMicros;
  }

  long outcomes() {
    return outcomes;
  }

  /** Returns the expected sum of inputs times weights. */
  double expected(double[] inputs) {
    double sum = 0;
    for (int i = 0; i < mean.length; i++) {
      sum += mean[i] * inputs[i];
    }
    return sum;
  }

  /** Returns the variance of the sum of inputs times weights. */
  double variance(double[] inputs) {
    int size = mean.length;
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double row = 0;
      for (int j = 0; j < size; j++) {
        row += covariance[i * size + j] * inputs[j];
      }
      sum += row * inputs[i];
    }
    return sum;
  }

  /** Returns how much of what was learned is left, in (0, 1]; 1 for a time before the last one. */
  double freshness(long atMicros, double halfLifeMicros) {
    if (outcomes == 0 || atMicros <= updatedAtMicros) {
      return 1;
    }
    return StrictMath.pow(2, -(atMicros - updatedAtMicros) / halfLifeMicros);
  }

  /** Returns the belief as it has become by a time. */
  Belief aged(Belief prior, long atMicros, double halfLifeMicros) {
    long now = Math.max(atMicros, updatedAtMicros);
    double left = freshness(atMicros, halfLifeMicros);
    if (left == 1) {
      return new Belief(mean, covariance, now, outcomes);
    }
    double[] agedMean = new double[mean.length];
    for (int i = 0; i < mean.length; i++) {
      agedMean[i] = prior.mean[i] + left * (mean[i] - prior.mean[i]);
    }
    double[] agedCovariance = new double[covariance.length];
    for (int i = 0; i < covariance.length; i++) {
      agedCovariance[i] = prior.covariance[i] + left * left * (covariance[i] - prior.covariance[i]);
    }
    return new Belief(agedMean, agedCovariance, now, outcomes);
  }

  /** Returns what is believed of the sums of independent weights; of no outcome in particular. */
  Belief plus(Belief other) {
    double[] sum = mean.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other.mean[i];
    }
    double[] covariances = covariance.clone();
    for (int i = 0; i < covariances.length; i++) {
      covariances[i] += other.covariance[i];
    }
    return new Belief(sum, covariances, Long.MIN_VALUE, 0);
  }

  /**
   * Returns the belief after an outcome that was seen through these inputs.
   *
   * @param shift how far the mean log-odds moved, over the variance that they had
   * @param shrink how much the variance of the log-odds fell, over the square of what it was
   */
  Belief learned(double[] inputs, double shift, double shrink) {
    int size = mean.length;
    double[] gain = new double[size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        gain[i] += covariance[i * size + j] * inputs[j];
      }
    }
    double[] newMean = mean.clone();
    double[] newCovariance = covariance.clone();
    for (int i = 0; i < size; i++) {
      newMean[i] += gain[i] * shift;
      for (int j = 0; j < size; j++) {
        // In this order of factors it stays symmetric to the last bit, as records have it.
        newCovariance[i * size + j] -= shrink * (gain[i] * gain[j]);
      }
    }
    return new Belief(newMean, newCovariance, updatedAtMicros, outcomes + 1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Belief that
        && updatedAtMicros == that.updatedAtMicros
        && outcomes == that.outcomes
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(covariance, that.covariance);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(mean) + Long.hashCode(outcomes);
  }

  @Override
  public String toString() {
    return Arrays.toString(mean) + " after " + outcomes + " outcomes";
  }
}
