package io.tidewatch.training.evaluation;

import io.tidewatch.training.Dl4j;
import io.tidewatch.training.PlattScaling;
import io.tidewatch.training.Progress;
import io.tidewatch.training.Standardisation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Five networks whose scores are averaged: each leaves out a fifth of the rows, which tells it when
 * to stop. What each says of the fifth that it did not learn from makes the scores honest:
 * probabilities by Platt scaling, means by a factor. Not thread-safe.
 */
final class NetworkEnsemble {
  private static final int MEMBERS = 5;
  // Beyond three deviations there are too few rows to learn what one more means. On parts of the
  // CDNOW train file, a cut at 5 cost 0.01 of the correlation.
  private static final float CUT = 3;

  private final List<Head> heads;
  private final Standardisation scaling;
  private final List<EvaluatedNetwork> members = new ArrayList<>(MEMBERS);
  private final double[][] unseen;
  private final List<DoubleUnaryOperator> corrections = new ArrayList<>();

  private NetworkEnsemble(List<Head> heads, Standardisation scaling, int rows) {
    this.heads = heads;
    this.scaling = scaling;
    this.unseen = new double[heads.size()][rows];
  }

  /**
   * Fits rows in any order.
   *
   * @param examples rows that are not standardised, offsets and labels, one array per head
   * @param seed draws folds, first weights and batches
   */
  static NetworkEnsemble fit(
      EvaluatedNetwork.Settings settings,
      List<Head> heads,
      Examples examples,
      long seed,
      Progress progress) {
    Dl4j.singleThreaded();
    int[] order = Shuffle.identity(examples.size());
    Shuffle.inPlace(order, seed);
    Standardisation scaling =
        Standardisation.fit(examples.size(), examples.rows()[0].length, i -> examples.rows()[i])
            .cutAt(CUT);
    NetworkEnsemble ensemble = new NetworkEnsemble(heads, scaling, examples.size());
    Examples shuffled = examples.at(order);
    Examples rows = shuffled.with(ensemble.standardised(shuffled.rows()));
    double[][] unseen = new double[heads.size()][rows.size()];
    for (int member = 0; member < MEMBERS; member++) {
      progress.at(member / (double) MEMBERS, "member " + (member + 1) + " of " + MEMBERS);
      int fold = member;
      int[] aside = IntStream.range(0, order.length).filter(i -> i % MEMBERS == fold).toArray();
      int[] kept = IntStream.range(0, order.length).filter(i -> i % MEMBERS != fold).toArray();
      EvaluatedNetwork network =
          EvaluatedNetwork.fit(
              settings, heads, rows.at(kept), rows.at(aside), seed * MEMBERS + member);
      double[][] scores = network.scores(rows.at(aside));
      for (int head = 0; head < scores.length; head++) {
        for (int i = 0; i < aside.length; i++) {
          unseen[head][aside[i]] = scores[head][i];
        }
      }
      ensemble.members.add(network);
    }
    for (int head = 0; head < unseen.length; head++) {
      DoubleUnaryOperator correction =
          correction(heads.get(head), unseen[head], rows.labels()[head]);
      ensemble.corrections.add(correction);
      for (int i = 0; i < order.length; i++) {
        ensemble.unseen[head][order[i]] = correction.applyAsDouble(unseen[head][i]);
      }
    }
    return ensemble;
  }

  /**
   * Returns what was said of the examples that it was fitted to, by the member that had not seen
   * each, {@code [heads][rows]}.
   */
  double[][] unseen() {
    return unseen;
  }

  private static DoubleUnaryOperator correction(Head head, double[] scores, float[] labels) {
    return switch (head) {
      case PROBABILITY -> platt(scores, labels);
      case MEAN -> {
        double factor =
            IntStream.range(0, labels.length).mapToDouble(i -> labels[i]).sum()
                / Arrays.stream(scores).sum();
        yield score -> factor * score;
      }
    };
  }

  private static DoubleUnaryOperator platt(double[] scores, float[] labels) {
    boolean[] yes = new boolean[labels.length];
    for (int i = 0; i < yes.length; i++) {
      yes[i] = labels[i] == 1;
    }
    PlattScaling scaling = PlattScaling.fit(scores, yes);
    return scaling::apply;
  }

  /**
   * Returns the scores of rows that are not standardised, {@code [heads][rows]}; labels are not
   * looked at.
   */
  double[][] scores(Examples examples) {
    Examples inputs = examples.with(standardised(examples.rows()));
    double[][] mean = new double[heads.size()][inputs.size()];
    for (EvaluatedNetwork network : members) {
      double[][] scores = network.scores(inputs);
      for (int head = 0; head < mean.length; head++) {
        for (int i = 0; i < inputs.size(); i++) {
          mean[head][i] += scores[head][i] / MEMBERS;
        }
      }
    }
    for (int head = 0; head < mean.length; head++) {
      mean[head] = Arrays.stream(mean[head]).map(corrections.get(head)).toArray();
    }
    return mean;
  }

  private float[][] standardised(float[][] rows) {
    return Arrays.stream(rows).map(scaling::apply).toArray(float[][]::new);
  }
}
