package io.tidewatch.training.uplift;

import io.tidewatch.training.Progress;
import io.tidewatch.training.evaluation.Head;
import io.tidewatch.training.evaluation.OutcomeModel;
import io.tidewatch.training.uplift.HillstromReport.Mail;
import io.tidewatch.training.uplift.HillstromReport.Outcome;
import io.tidewatch.training.uplift.HillstromReport.Ranking;
import io.tidewatch.training.uplift.HillstromTable.Segment;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Expected uplift of every customer of the test, from models that have not seen the customer:
 * customers are split in halves by a hash of row and seed, and each half is scored by models of the
 * other.
 */
final class UpliftScores {
  private static final List<Head> KINDS = List.of(Head.PROBABILITY, Head.PROBABILITY, Head.MEAN);
  private static final int HALVES = 2;
  private static final int FEWEST = 10;

  private final HillstromTable table;
  private final long seed;
  private final Map<Ranking, Map<Mail, double[][]>> scores = new EnumMap<>(Ranking.class);

  private UpliftScores(HillstromTable table, long seed) {
    this.table = table;
    this.seed = seed;
    for (Ranking ranking : List.of(Ranking.NETWORK, Ranking.LOGISTIC_REGRESSION)) {
      Map<Mail, double[][]> byMail = new EnumMap<>(Mail.class);
      for (Mail mail : Mail.values()) {
        byMail.put(mail, new double[Outcome.values().length][table.size()]);
      }
      scores.put(ranking, byMail);
    }
  }

  /**
   * Trains the models of one seed and scores all customers.
   *
   * @throws IllegalArgumentException if a half of a group has too few customers of a kind
   */
  static UpliftScores of(HillstromTable table, long seed, Progress progress) {
    UpliftScores scores = new UpliftScores(table, seed);
    for (int half = 0; half < HALVES; half++) {
      scores.learn(half, progress.part(half / (double) HALVES, (half + 1) / (double) HALVES));
    }
    return scores;
  }

  /** Returns the expected change of an outcome, by row of the table. */
  double[] of(Ranking ranking, Mail mail, Outcome outcome) {
    return scores.get(ranking).get(mail)[outcome.ordinal()];
  }

  private void learn(int half, Progress progress) {
    Map<Segment, OutcomeModel> networks = new EnumMap<>(Segment.class);
    Map<Segment, OutcomeModel> regressions = new EnumMap<>(Segment.class);
    double all = Segment.values().length;
    for (Segment segment : Segment.values()) {
      int[] rows = of(half, segment);
      float[][] labels = labels(rows, segment);
      float[][] inputs = table.inputs(rows);
      regressions.put(segment, OutcomeModel.logistic(KINDS, inputs, labels));
      networks.put(
          segment,
          OutcomeModel.network(
              KINDS,
              inputs,
              labels,
              seed * HALVES + half,
              progress.part(segment.ordinal() / all, (segment.ordinal() + 1) / all)));
    }
    score(Ranking.NETWORK, networks, 1 - half);
    score(Ranking.LOGISTIC_REGRESSION, regressions, 1 - half);
  }

  private int[] of(int half, Segment... segments) {
    return IntStream.of(table.rowsOf(segments)).filter(row -> half(row) == half).toArray();
  }

  /** The file has no ids: a customer is known by the row. */
  private int half(int row) {
    return new SplittableRandom(seed << Integer.SIZE ^ row).nextInt(HALVES);
  }

  private float[][] labels(int[] rows, Segment segment) {
    float[][] labels = new float[Outcome.values().length][rows.length];
    for (Outcome outcome : Outcome.values()) {
      double[] values = table.outcomes(outcome, rows);
      long above = Arrays.stream(values).filter(value -> value > 0).count();
      if (above < FEWEST || rows.length - above < FEWEST) {
        throw new IllegalArgumentException(
            "%s: a half of group %s has %d customers, %d with %s above 0; an evaluation needs at least %d with and %d without. Is it the whole file?"
                .formatted(table, segment, rows.length, above, outcome.key(), FEWEST, FEWEST));
      }
      for (int i = 0; i < rows.length; i++) {
        labels[outcome.ordinal()][i] = (float) values[i];
      }
    }
    return labels;
  }

  private void score(Ranking ranking, Map<Segment, OutcomeModel> models, int half) {
    for (Mail mail : Mail.values()) {
      Segment treated = HillstromSuite.segment(mail);
      int[] rows = of(half, Segment.NONE, treated);
      double[][] uplift =
          new UpliftModel(models.get(treated), models.get(Segment.NONE)).uplift(table.inputs(rows));
      double[][] all = scores.get(ranking).get(mail);
      for (int outcome = 0; outcome < all.length; outcome++) {
        for (int i = 0; i < rows.length; i++) {
          all[outcome][rows[i]] = uplift[outcome][i];
        }
      }
    }
  }
}
