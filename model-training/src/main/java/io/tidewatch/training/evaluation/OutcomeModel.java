package io.tidewatch.training.evaluation;

import io.tidewatch.training.LogisticRegression;
import io.tidewatch.training.Progress;
import io.tidewatch.training.Standardisation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What is expected of rows of a table: for each outcome a probability or a mean. Learned by
 * networks, or by the regression that they are compared with. Not thread-safe.
 */
public final class OutcomeModel {
  private static final EvaluatedNetwork.Settings SETTINGS =
      new EvaluatedNetwork.Settings(16, 0.004, 0.1, 256, 40, 6);

  private final Function<float[][], double[][]> scores;
  private final double[] units;

  /**
   * @param scores gives {@code [outcomes][rows]} for rows that are not standardised
   * @param units what a score of 1 is, by outcome
   */
  private OutcomeModel(Function<float[][], double[][]> scores, double[] units) {
    this.scores = scores;
    this.units = units;
  }

  /**
   * Trains five DL4J networks whose mean is taken. They share their hidden units between outcomes,
   * so that frequent ones lend what they know to rare ones.
   *
   * @param kinds what each outcome is
   * @param rows inputs, all of the same width, not standardised
   * @param labels {@code [outcomes][rows]}, each with rows above 0, those of probabilities also
   *     with rows of 0
   * @param seed draws folds, first weights and batches
   */
  public static OutcomeModel network(
      List<Head> kinds, float[][] rows, float[][] labels, long seed, Progress progress) {
    // In units of a typical amount the loss of a mean weighs about as much as that of a
    // probability.
    double[] units = units(kinds, labels);
    float[][] scaled = new float[labels.length][rows.length];
    for (int i = 0; i < labels.length; i++) {
      for (int row = 0; row < rows.length; row++) {
        scaled[i][row] = (float) (labels[i][row] / units[i]);
      }
    }
    NetworkEnsemble ensemble =
        NetworkEnsemble.fit(
            SETTINGS,
            kinds,
            new Examples(rows, new float[labels.length][rows.length], scaled),
            seed,
            progress);
    return new OutcomeModel(asked -> ensemble.scores(asked(asked, units.length)), units);
  }

  private static Examples asked(float[][] rows, int outcomes) {
    float[][] none = new float[outcomes][rows.length];
    return new Examples(rows, none, none);
  }

  /**
   * Fits a logistic regression to each outcome; the mean of an amount is the probability of any
   * times the mean of those above 0.
   *
   * @param kinds what each outcome is
   * @param rows inputs, not standardised, in no order that tells of the labels
   * @param labels {@code [outcomes][rows]}
   */
  public static OutcomeModel logistic(List<Head> kinds, float[][] rows, float[][] labels) {
    Standardisation scaling = Standardisation.fit(rows.length, rows[0].length, row -> rows[row]);
    float[][] inputs = standardised(scaling, rows);
    List<LogisticRegression> models = new ArrayList<>();
    for (float[] some : labels) {
      models.add(PenaltyChoice.fit(inputs, aboveZero(some)));
    }
    return new OutcomeModel(
        asked -> {
          float[][] scaled = standardised(scaling, asked);
          return models.stream()
              .map(model -> Arrays.stream(scaled).mapToDouble(model::probability).toArray())
              .toArray(double[][]::new);
        },
        units(kinds, labels));
  }

  /** Returns what is expected of rows that are not standardised, {@code [outcomes][rows]}. */
  public double[][] expectations(float[][] rows) {
    double[][] expected = scores.apply(rows);
    for (int i = 0; i < units.length; i++) {
      double unit = units[i];
      expected[i] = Arrays.stream(expected[i]).map(score -> score * unit).toArray();
    }
    return expected;
  }

  private static double[] units(List<Head> kinds, float[][] labels) {
    return IntStream.range(0, labels.length)
        .mapToDouble(i -> kinds.get(i) == Head.MEAN ? meanAboveZero(labels[i]) : 1)
        .toArray();
  }

  private static float[][] standardised(Standardisation scaling, float[][] rows) {
    return Arrays.stream(rows).map(scaling::apply).toArray(float[][]::new);
  }

  private static boolean[] aboveZero(float[] labels) {
    boolean[] above = new boolean[labels.length];
    for (int i = 0; i < above.length; i++) {
      above[i] = labels[i] > 0;
    }
    return above;
  }

  private static double meanAboveZero(float[] labels) {
    double sum = 0;
    int above = 0;
    for (float label : labels) {
      if (label > 0) {
        sum += label;
        above++;
      }
    }
    return sum / above;
  }
}
