package io.tidewatch.training.uplift;

import io.tidewatch.training.Progress;
import io.tidewatch.training.uplift.HillstromReport.Finding;
import io.tidewatch.training.uplift.HillstromReport.Mail;
import io.tidewatch.training.uplift.HillstromReport.Outcome;
import io.tidewatch.training.uplift.HillstromReport.Ranking;
import io.tidewatch.training.uplift.HillstromTable.Segment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Hillstrom's e-mail test (MineThatData, 2008): customers of a shop who by lot got an e-mail about
 * men's goods, one about women's, or none. What the e-mails changed on average, and how well models
 * know whom.
 */
public final class HillstromSuite {
  private static final int STEPS = 50;

  /** Effects on all 64,000 customers: men's, then women's, by outcome. */
  private static final Map<Outcome, double[]> PUBLISHED =
      Map.of(
          Outcome.VISIT, new double[] {0.0766, 0.0452},
          Outcome.CONVERSION, new double[] {0.0068, 0.0031},
          Outcome.SPEND, new double[] {0.770, 0.424});

  private final HillstromTable table;
  private final int resamples;
  private final List<UpliftScores> scores;

  private HillstromSuite(HillstromTable table, int resamples, List<UpliftScores> scores) {
    this.table = table;
    this.resamples = resamples;
    this.scores = scores;
  }

  /**
   * Trains and measures.
   *
   * @param data the published file, plain or with {@code .gz}
   * @param seeds how often customers are split anew and models trained, at least 1
   * @param resamples resamples of each interval, at least 1
   * @throws IllegalArgumentException if the file is not of that form, or too small
   */
  public static HillstromReport run(Path data, int seeds, int resamples, Progress progress) {
    long start = System.nanoTime();
    progress.at(0, "reading the table");
    HillstromTable table = HillstromTable.read(data);
    List<UpliftScores> scores = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      scores.add(
          UpliftScores.of(
              table, seed, progress.part(0.8 * (seed - 1) / seeds, 0.8 * seed / seeds)));
    }
    HillstromSuite suite = new HillstromSuite(table, resamples, scores);
    List<Finding> findings = suite.findings(progress.part(0.8, 1));
    return new HillstromReport(
        data.toString(),
        table.size(),
        seeds,
        resamples,
        suite.sampleRatio(),
        findings,
        (System.nanoTime() - start) / 1e9);
  }

  private SampleRatio sampleRatio() {
    List<Long> observed =
        Arrays.stream(Segment.values())
            .map(segment -> (long) table.rowsOf(segment).length)
            .toList();
    return SampleRatio.test(observed, Collections.nCopies(observed.size(), 1.0 / observed.size()));
  }

  private List<Finding> findings(Progress progress) {
    List<Finding> findings = new ArrayList<>();
    double all = Mail.values().length * Outcome.values().length;
    for (Mail mail : Mail.values()) {
      for (Outcome outcome : Outcome.values()) {
        progress.at(
            findings.size() / all, "drawing customers again: " + mail.key() + ", " + outcome.key());
        findings.add(finding(mail, outcome));
      }
    }
    return findings;
  }

  private Finding finding(Mail mail, Outcome outcome) {
    Cuped.Group treated = group(segment(mail), outcome);
    Cuped.Group control = group(Segment.NONE, outcome);
    int[] rows = table.rowsOf(Segment.NONE, segment(mail));
    boolean[] isTreated = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      isTreated[i] = table.segment(rows[i]) != Segment.NONE;
    }
    UpliftCurve curve = new UpliftCurve(isTreated, table.outcomes(outcome, rows));
    TargetingJudge judge = new TargetingJudge(curve, resamples, 1);
    Map<Ranking, Targeting> targeting = new EnumMap<>(Ranking.class);
    Map<Ranking, List<Double>> curves = new EnumMap<>(Ranking.class);
    for (Ranking ranking : List.of(Ranking.NETWORK, Ranking.LOGISTIC_REGRESSION)) {
      List<int[]> orders = orders(ranking, mail, outcome, rows);
      targeting.put(ranking, judge.judge(orders));
      curves.put(ranking, meanGains(curve, orders));
    }
    targeting.put(Ranking.RANDOM, judge.judgeChance());
    AverageEffect effect = AverageEffect.of(treated.outcomes(), control.outcomes());
    curves.put(Ranking.RANDOM, straight(effect.effect().value()));
    return new Finding(
        mail,
        outcome,
        effect,
        PUBLISHED.get(outcome)[mail.ordinal()],
        Cuped.of(treated, control),
        targeting,
        curves);
  }

  private Cuped.Group group(Segment segment, Outcome outcome) {
    int[] rows = table.rowsOf(segment);
    return new Cuped.Group(table.outcomes(outcome, rows), table.history(rows));
  }

  /** Returns one order of the rows per seed; ties are broken by chance. */
  private List<int[]> orders(Ranking ranking, Mail mail, Outcome outcome, int[] rows) {
    List<int[]> orders = new ArrayList<>();
    for (int seed = 0; seed < scores.size(); seed++) {
      double[] all = scores.get(seed).of(ranking, mail, outcome);
      orders.add(
          UpliftCurve.order(
              IntStream.of(rows).mapToDouble(row -> all[row]).toArray(),
              Order.byChance(rows.length, new SplittableRandom(seed))));
    }
    return orders;
  }

  private static List<Double> meanGains(UpliftCurve curve, List<int[]> orders) {
    double[] mean = new double[STEPS + 1];
    for (int[] order : orders) {
      double[] gains = curve.gains(order, STEPS);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += gains[i] / orders.size();
      }
    }
    return Arrays.stream(mean).boxed().toList();
  }

  private static List<Double> straight(double end) {
    return IntStream.rangeClosed(0, STEPS).mapToObj(step -> end * step / STEPS).toList();
  }

  static Segment segment(Mail mail) {
    return switch (mail) {
      case MENS -> Segment.MENS;
      case WOMENS -> Segment.WOMENS;
    };
  }
}
