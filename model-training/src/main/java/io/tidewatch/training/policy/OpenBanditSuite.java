package io.tidewatch.training.policy;

import io.tidewatch.training.Progress;
import io.tidewatch.training.policy.OpenBanditReport.Judgement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.interval.ClopperPearsonInterval;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;

/**
 * Judges both policies of the Open Bandit Dataset, each by the log of the other, beside what they
 * got themselves: items by chance, and Bernoulli Thompson sampling.
 *
 * <p>The logs say with which probability a policy showed the item that it showed, not the others.
 * For {@code random} it is one over the number of items. {@code bts} does not look at users and
 * learned as it went; it is judged by the mean of its ways, the share of each item among what it
 * showed at a position.
 */
public final class OpenBanditSuite {
  /** Items drawn by chance. */
  public static final String RANDOM = "random";

  /** Bernoulli Thompson sampling. */
  public static final String BTS = "bts";

  private static final List<String> CAMPAIGNS = List.of("all", "men", "women");
  private static final int SIMULATED_RUNS = 200;
  private static final int SIMULATED_DECISIONS = 1_000;
  private static final int SIMULATED_RESAMPLES = 400;
  private static final double CONFIDENCE = 0.95;

  private OpenBanditSuite() {}

  /**
   * Judges every campaign that the folder has, and simulates 200 logs.
   *
   * @param data folder with {@code random/CAMPAIGN/CAMPAIGN.csv} and {@code bts/...}, plain or
   *     gzip-compressed
   * @param resamples resamples of each interval, at least 1
   * @throws IllegalArgumentException if there is no campaign, or a file is not of that form
   */
  public static OpenBanditReport run(Path data, int resamples, Progress progress) {
    return run(data, resamples, SIMULATED_RUNS, progress);
  }

  static OpenBanditReport run(Path data, int resamples, int simulatedRuns, Progress progress) {
    long start = System.nanoTime();
    List<String> campaigns =
        CAMPAIGNS.stream()
            .filter(campaign -> Files.isDirectory(data.resolve(RANDOM).resolve(campaign)))
            .toList();
    if (campaigns.isEmpty()) {
      throw new IllegalArgumentException(
          data
              + " has no folder random/all, random/men or random/women; docs/data-sources.md says"
              + " where the Open Bandit Dataset is published");
    }
    List<Judgement> judgements = new ArrayList<>();
    for (int i = 0; i < campaigns.size(); i++) {
      String campaign = campaigns.get(i);
      progress.at(0.5 * i / campaigns.size(), "campaign " + campaign);
      OpenBanditLog random = OpenBanditLog.read(data, RANDOM, campaign);
      OpenBanditLog bts = OpenBanditLog.read(data, BTS, campaign);
      requireSameItems(random, bts);
      judgements.add(
          judgement(campaign, RANDOM, random, BTS, estimate(bts, uniform(bts), resamples)));
      judgements.add(
          judgement(campaign, BTS, bts, RANDOM, estimate(random, bts.shares(), resamples)));
    }
    SimulationReport simulation =
        BanditSimulation.run(
            simulatedRuns, SIMULATED_DECISIONS, SIMULATED_RESAMPLES, progress.part(0.5, 1));
    return new OpenBanditReport(
        data.toString(), resamples, judgements, simulation, (System.nanoTime() - start) / 1e9);
  }

  private static void requireSameItems(OpenBanditLog random, OpenBanditLog bts) {
    if (random.items() != bts.items()) {
      throw new IllegalArgumentException(
          "%s has %d items and %s %d; they are not of the same campaign"
              .formatted(random, random.items(), bts, bts.items()));
    }
  }

  private static double[][] uniform(OpenBanditLog log) {
    return IntStream.range(0, OpenBanditLog.POSITIONS)
        .mapToObj(
            position ->
                IntStream.range(0, log.items()).mapToDouble(item -> 1.0 / log.items()).toArray())
        .toArray(double[][]::new);
  }

  private static Judgement judgement(
      String campaign, String policy, OpenBanditLog own, String log, OffPolicyEstimates estimates) {
    return new Judgement(campaign, policy, log, own.items(), clickRate(own), estimates);
  }

  private static Interval clickRate(OpenBanditLog own) {
    ConfidenceInterval interval =
        new ClopperPearsonInterval().createInterval(own.size(), own.clicks(), CONFIDENCE);
    return new Interval(
        own.clicks() / (double) own.size(), interval.getLowerBound(), interval.getUpperBound());
  }

  /**
   * Judges a policy by a log.
   *
   * @param policy {@code [positions][items]} probabilities of the judged policy
   */
  private static OffPolicyEstimates estimate(OpenBanditLog log, double[][] policy, int resamples) {
    int[] chosen = IntStream.range(0, log.size()).map(row -> log.at(row).item()).toArray();
    boolean[] clicked = new boolean[log.size()];
    for (int row = 0; row < clicked.length; row++) {
      clicked[row] = log.at(row).clicked();
    }
    double[][] modelled = CrossFit.probabilities(log.items(), log::inputs, chosen, clicked);
    JudgedLog judged = new JudgedLog();
    for (int row = 0; row < log.size(); row++) {
      OpenBanditLog.Impression impression = log.at(row);
      double[] probabilities = policy[impression.position()];
      judged.add(
          Integer.toString(row),
          probabilities[chosen[row]] / impression.propensity(),
          clicked[row] ? 1 : 0,
          modelled[row][chosen[row]],
          CrossFit.mean(probabilities, modelled[row]));
    }
    return judged.estimate(resamples, 1);
  }
}
