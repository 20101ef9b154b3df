package io.tidewatch.training.text;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import io.tidewatch.models.Task;
import io.tidewatch.models.TextInputs;
import java.util.List;
import java.util.Random;

/**
 * A bag of n-grams and a linear support vector machine, one label against the rest: what a network
 * has to beat, and part of what is served beside it. The n-grams are those of {@link TextInputs},
 * each once in a text, since the mean that is served cannot damp what is repeated; weights are
 * {@code ln(texts / texts with it)}, of length 1 per text. Between two labels an n-gram counts the
 * more, the more its share of the texts differs between them (log-count ratios: Wang and Manning
 * 2012). Not thread-safe.
 */
final class LinearTextModel {
  private static final int ROWS = 1_000_000;
  static final int MOST_TOKENS = 1_024;
  static final int MOST_GRAMS = 4_096;
  private static final double COST = 0.5;
  private static final double TOLERANCE = 0.01;

  /** Weight, beside the log-count ratio, of n-grams that are as frequent under both labels. */
  private static final double EVEN = 0.3;

  private final TextInputs inputs;
  private final int rows;
  private final float[] words = new float[MOST_TOKENS];
  private final float[] grams = new float[MOST_GRAMS];
  private final List<String> labels;
  private final double[] weight;
  private final Model model;
  private double meanScale;

  private LinearTextModel(LabelledTexts train, int rows) {
    this.rows = rows;
    inputs = new TextInputs(List.of(Task.Recommend.OTHER), MOST_TOKENS, MOST_GRAMS, rows, true);
    labels = train.labels();
    List<int[]> counts = train.texts().stream().map(this::grams).toList();
    weight = weights(counts, train);
    var problem = new Problem();
    problem.l = counts.size();
    problem.n = rows;
    problem.x = counts.stream().map(this::features).toArray(Feature[][]::new);
    meanScale = counts.stream().mapToDouble(this::scale).average().orElseThrow();
    problem.y = train.rows().stream().mapToDouble(row -> labels.indexOf(row.label())).toArray();
    Linear.disableDebugOutput();
    var parameter = new Parameter(SolverType.L2R_L2LOSS_SVC_DUAL, COST, TOLERANCE);
    parameter.setRandom(new Random(1));
    model = Linear.train(problem, parameter);
  }

  private double[] weights(List<int[]> counts, LabelledTexts train) {
    var with = new double[rows];
    var withFirst = new double[rows];
    int first = 0;
    for (int i = 0; i < counts.size(); i++) {
      boolean isFirst = train.rows().get(i).label().equals(labels.get(0));
      first += isFirst ? 1 : 0;
      for (int gram : counts.get(i)) {
        with[gram]++;
        withFirst[gram] += isFirst ? 1 : 0;
      }
    }
    var weights = new double[rows];
    for (int i = 0; i < rows; i++) {
      double rarity = Math.log((1.0 + counts.size()) / (1 + with[i])) + 1;
      double ratio =
          Math.log((withFirst[i] + 1) / (first + 2))
              - Math.log((with[i] - withFirst[i] + 1) / (counts.size() - first + 2));
      weights[i] = labels.size() == 2 ? rarity * (EVEN + Math.abs(ratio)) : rarity;
    }
    return weights;
  }

  /** Fits one that tells n-grams apart almost entirely. */
  static LinearTextModel fit(LabelledTexts train) {
    return fit(train, ROWS);
  }

  /**
   * Fits one.
   *
   * @param rows n-grams are told apart by their hash modulo this
   */
  static LinearTextModel fit(LabelledTexts train, int rows) {
    return new LinearTextModel(train, rows);
  }

  /**
   * Returns what each n-gram adds to the margin of each label where the mean over the n-grams of a
   * text is taken: the margin of a text of usual length, and of any text up to a factor.
   *
   * @return {@code [rows, labels]}, rows first
   */
  float[] table(double factor) {
    int count = labels.size();
    var table = new float[rows * count];
    double[] weights = model.getFeatureWeights();
    int[] order = model.getLabels();
    int columns = count == 2 ? 1 : count;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double added = factor * meanScale * weight[row] * weights[row * columns + column];
        table[row * count + order[column]] = (float) added;
        if (columns == 1) {
          table[row * count + order[1]] = (float) -added;
        }
      }
    }
    return table;
  }

  /** Returns how many times a text's features are the weighted mean of its n-grams. */
  private double scale(int[] grams) {
    return grams.length == 0 ? 0 : grams.length / length(grams);
  }

  int rows() {
    return rows;
  }

  String label(String text) {
    return labels.get((int) Linear.predict(model, features(grams(text))));
  }

  /** Returns the n-grams of a text, ascending, each once. */
  private int[] grams(String text) {
    inputs.read(text, words, grams);
    int length = 0;
    while (length < grams.length && grams[length] >= 0) {
      length++;
    }
    var found = new int[length];
    for (int i = 0; i < length; i++) {
      found[i] = (int) grams[i];
    }
    return found;
  }

  private double length(int[] grams) {
    double square = 0;
    for (int gram : grams) {
      square += weight[gram] * weight[gram];
    }
    return Math.sqrt(square);
  }

  private Feature[] features(int[] grams) {
    var features = new Feature[grams.length];
    double length = length(grams);
    for (int i = 0; i < features.length; i++) {
      features[i] = new FeatureNode(grams[i] + 1, weight[grams[i]] / length);
    }
    return features;
  }
}
