package io.tidewatch.replies;

import io.tidewatch.text.TextLanguage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fits {@link RankSettings} to questions whose right articles are known and that are not among the
 * articles' own: the share of words by the mean reciprocal rank, the confidence by logistic
 * regression.
 */
public final class RankTuning {
  private static final int STEPS = 20;

  /** Newton's method has long converged after so many steps. */
  private static final int NEWTON = 30;

  /** Keeps the fit finite where scores tell right from wrong without exception. */
  private static final double RIDGE = 0.01;

  private RankTuning() {}

  /**
   * A question with its right article.
   *
   * @param articleId one that no article has counts as a question that must not be answered
   */
  public record Known(String question, String articleId) {}

  /**
   * Fits the settings. Needs {@code 8 * known * articles} bytes.
   *
   * @param articles of one language
   * @param vectors not used by anybody else meanwhile
   * @param known at least one
   */
  public static RankSettings fit(
      List<Article> articles, TextLanguage language, TextVectors vectors, List<Known> known) {
    Map<String, Integer> places = new HashMap<>();
    articles.forEach(article -> places.put(article.id(), places.size()));
    int[] right = new int[known.size()];
    var words = new float[known.size()][articles.size()];
    var meaning = new float[known.size()][articles.size()];
    var meanings = new Meanings(articles, vectors);
    try (var index = new WordIndex(articles, language)) {
      for (int i = 0; i < right.length; i++) {
        right[i] = places.getOrDefault(known.get(i).articleId(), -1);
        index.scores(known.get(i).question(), words[i]);
        meanings.cosines(known.get(i).question(), meaning[i]);
      }
    }
    double best = 0;
    double bestRank = -1;
    for (int step = 0; step <= STEPS; step++) {
      double share = (double) step / STEPS;
      double rank = reciprocalRank(scores(words, meaning, share), right);
      if (rank > bestRank) {
        best = share;
        bestRank = rank;
      }
    }
    return withConfidence(best, scores(words, meaning, best), right);
  }

  private static double[][] scores(float[][] words, float[][] meaning, double share) {
    var plain = new RankSettings(share, 0, 0, 0);
    var scores = new double[words.length][];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = new double[words[i].length];
      for (int j = 0; j < scores[i].length; j++) {
        scores[i][j] = plain.score(words[i][j], meaning[i][j]);
      }
    }
    return scores;
  }

  private static double reciprocalRank(double[][] scores, int[] right) {
    double sum = 0;
    for (int i = 0; i < right.length; i++) {
      if (right[i] >= 0) {
        int rank = 1;
        for (double score : scores[i]) {
          rank += score > scores[i][right[i]] ? 1 : 0;
        }
        sum += 1.0 / rank;
      }
    }
    return sum / right.length;
  }

  private static RankSettings withConfidence(double share, double[][] scores, int[] right) {
    var rows = new double[right.length][];
    var truth = new boolean[right.length];
    for (int i = 0; i < right.length; i++) {
      int best = 0;
      for (int j = 1; j < scores[i].length; j++) {
        best = scores[i][j] > scores[i][best] ? j : best;
      }
      double second = 0;
      for (int j = 0; j < scores[i].length; j++) {
        second = j == best ? second : Math.max(second, scores[i][j]);
      }
      rows[i] = new double[] {1, scores[i][best], scores[i][best] - second};
      truth[i] = best == right[i];
    }
    double[] fitted = logistic(rows, truth);
    return new RankSettings(share, fitted[0], fitted[1], fitted[2]);
  }

  /** Fits a logistic regression by Newton's method. */
  private static double[] logistic(double[][] rows, boolean[] truth) {
    int width = rows[0].length;
    var weights = new double[width];
    for (int step = 0; step < NEWTON; step++) {
      var system = new double[width][width + 1];
      for (int i = 0; i < width; i++) {
        system[i][i] = RIDGE;
        system[i][width] = -RIDGE * weights[i];
      }
      for (int row = 0; row < rows.length; row++) {
        double logit = 0;
        for (int i = 0; i < width; i++) {
          logit += weights[i] * rows[row][i];
        }
        double probability = 1 / (1 + Math.exp(-logit));
        for (int i = 0; i < width; i++) {
          system[i][width] += ((truth[row] ? 1 : 0) - probability) * rows[row][i];
          for (int j = 0; j < width; j++) {
            system[i][j] += probability * (1 - probability) * rows[row][i] * rows[row][j];
          }
        }
      }
      double[] change = solve(system);
      for (int i = 0; i < width; i++) {
        weights[i] += change[i];
      }
    }
    return weights;
  }

  /** Solves a positive definite system by elimination; the last column is the right side. */
  private static double[] solve(double[][] system) {
    int width = system.length;
    for (int i = 0; i < width; i++) {
      for (int row = i + 1; row < width; row++) {
        double factor = system[row][i] / system[i][i];
        for (int column = i; column <= width; column++) {
          system[row][column] -= factor * system[i][column];
        }
      }
    }
    var solved = new double[width];
    for (int i = width - 1; i >= 0; i--) {
      double rest = system[i][width];
      for (int column = i + 1; column < width; column++) {
        rest -= system[i][column] * solved[column];
      }
      solved[i] = rest / system[i][i];
    }
    return solved;
  }
}
