package io.tidewatch.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BinaryMetricsTest {
  private static final double EXACT = 1e-12;

  @Test
  void agreesWithACaseCountedByHand() {
    // By falling score: + - + + -; pairs won: 2 + 1 + 1 of 6.
    double[] scores = {0.9, 0.8, 0.7, 0.6, 0.1};
    boolean[] labels = {true, false, true, true, false};
    BinaryMetrics metrics = BinaryMetrics.of(scores, labels);
    assertThat(metrics.auc()).isCloseTo(4.0 / 6, within(EXACT));
    assertThat(metrics.prAuc()).isCloseTo((1.0 + 2.0 / 3 + 3.0 / 4) / 3, within(EXACT));
    assertThat(metrics.brier()).isCloseTo((0.01 + 0.64 + 0.09 + 0.16 + 0.01) / 5, within(EXACT));
    // Half a case is a tenth of five: half of the first, a positive, against a rate of 3/5.
    assertThat(metrics.liftAt10()).isCloseTo(1 / 0.6, within(EXACT));
  }

  @Test
  void countsTiesAsHalfWonAndAsOneStep() {
    double[] scores = {0.5, 0.5, 0.5, 0.2};
    boolean[] labels = {true, false, true, false};
    BinaryMetrics metrics = BinaryMetrics.of(scores, labels);
    // Each positive: half against the tied negative, whole against the other.
    assertThat(metrics.auc()).isCloseTo(1.5 / 2, within(EXACT));
    assertThat(metrics.prAuc()).isCloseTo(2.0 / 3, within(EXACT));
    assertThat(metrics.liftAt10()).isCloseTo((2.0 / 3) / 0.5, within(EXACT));
  }

  @Test
  void findsAConstantScoreWorthlessButCalibrated() {
    double[] scores = new double[300];
    boolean[] labels = new boolean[300];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = 0.25;
      labels[i] = i % 4 == 0;
    }
    BinaryMetrics metrics = BinaryMetrics.of(scores, labels);
    assertThat(metrics.auc()).isCloseTo(0.5, within(EXACT));
    assertThat(metrics.prAuc()).isCloseTo(0.25, within(EXACT));
    assertThat(metrics.calibrationError()).isCloseTo(0, within(EXACT));
    assertThat(metrics.liftAt10()).isCloseTo(1, within(EXACT));
  }

  @Test
  void measuresMiscalibrationBinByBin() {
    // Fifteen cases, one per bin: each is off by its own distance.
    double[] scores = new double[15];
    boolean[] labels = new boolean[15];
    double off = 0;
    for (int i = 0; i < 15; i++) {
      scores[i] = (i + 1) / 16.0;
      labels[i] = i >= 8;
      off += Math.abs(scores[i] - (labels[i] ? 1 : 0));
    }
    assertThat(BinaryMetrics.of(scores, labels).calibrationError())
        .isCloseTo(off / 15, within(EXACT));
  }

  @Test
  void refusesWhatCannotBeMeasured() {
    assertThatThrownBy(() -> BinaryMetrics.of(new double[] {0.1}, new boolean[] {true, false}))
        .hasMessageContaining("1 scores but 2 labels");
    assertThatThrownBy(() -> BinaryMetrics.of(new double[] {0.1, 0.2}, new boolean[2]))
        .hasMessageContaining("both outcomes");
    assertThatThrownBy(
            () -> BinaryMetrics.of(new double[] {Double.NaN, 0.2}, new boolean[] {true, false}))
        .hasMessageContaining("scores[0]");
  }

  @Property(tries = 50)
  void doesNotDependOnTheOrderOfCases(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 80) int n) {
    Random random = new Random(seed);
    double[] scores = new double[n];
    boolean[] labels = new boolean[n];
    for (int i = 0; i < n; i++) {
      scores[i] = random.nextInt(6) / 6.0;
      labels[i] = random.nextBoolean();
    }
    labels[0] = true;
    labels[1] = false;
    double[] turned = new double[n];
    boolean[] turnedLabels = new boolean[n];
    for (int i = 0; i < n; i++) {
      turned[i] = scores[n - 1 - i];
      turnedLabels[i] = labels[n - 1 - i];
    }
    BinaryMetrics one = BinaryMetrics.of(scores, labels);
    BinaryMetrics other = BinaryMetrics.of(turned, turnedLabels);
    one.asMap()
        .forEach(
            (name, value) ->
                assertThat(other.asMap().get(name)).as(name).isCloseTo(value, within(1e-9)));
    assertThat(one.auc()).isCloseTo(slowAuc(scores, labels), within(1e-9));
  }

  private static double slowAuc(double[] scores, boolean[] labels) {
    double won = 0;
    double pairs = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < scores.length; j++) {
        if (labels[i] && !labels[j]) {
          pairs++;
          won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }
    return won / pairs;
  }
}
