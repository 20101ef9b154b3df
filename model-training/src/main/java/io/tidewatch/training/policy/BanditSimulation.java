package io.tidewatch.training.policy;

import io.tidewatch.training.Progress;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A world whose truth is known: 8 kinds of customers (three yes-or-no features), 4 offers, rewards
 * of 0 or 1 whose probabilities have interactions that the reward model does not have. One policy
 * writes logs, another one is judged by them, and it is counted how often intervals hold the truth.
 */
public final class BanditSimulation {
  private static final int FEATURES = 3;
  private static final int KINDS = 1 << FEATURES;
  private static final int OFFERS = 4;
  private static final long WORLD = 20_240_501;

  private final double[][] logging = new double[KINDS][];
  private final double[][] judged = new double[KINDS][];
  private final double[][] rewards = new double[KINDS][OFFERS];

  private BanditSimulation() {
    SplittableRandom random = new SplittableRandom(WORLD);
    for (int kind = 0; kind < KINDS; kind++) {
      double[] worth = new double[OFFERS];
      double[] mistaken = new double[OFFERS];
      for (int offer = 0; offer < OFFERS; offer++) {
        worth[offer] = 2 * random.nextDouble() - 1;
        mistaken[offer] = worth[offer] + 2 * random.nextDouble() - 1;
        rewards[kind][offer] = 1 / (1 + Math.exp(2 - 1.5 * worth[offer]));
      }
      logging[kind] = softmax(mistaken, 1);
      judged[kind] = softmax(worth, 3);
    }
  }

  /**
   * Judges the policy by many logs.
   *
   * @param runs logs, at least 1
   * @param decisions decisions of each log, at least 50
   * @param resamples resamples of each interval
   */
  public static SimulationReport run(int runs, int decisions, int resamples, Progress progress) {
    BanditSimulation world = new BanditSimulation();
    double truth = world.truth();
    Map<Estimator, Integer> covered = new EnumMap<>(Estimator.class);
    Map<Estimator, Double> squares = new EnumMap<>(Estimator.class);
    for (int run = 0; run < runs; run++) {
      progress.at(run / (double) runs, "simulated log " + (run + 1) + " of " + runs);
      OffPolicyEstimates estimates = world.judge(decisions, run).estimate(resamples, run);
      estimates
          .values()
          .forEach(
              (estimator, interval) -> {
                covered.merge(estimator, interval.contains(truth) ? 1 : 0, Integer::sum);
                double error = interval.value() - truth;
                squares.merge(estimator, error * error, Double::sum);
              });
    }
    Map<Estimator, Double> coverage = new EnumMap<>(Estimator.class);
    Map<Estimator, Double> errors = new EnumMap<>(Estimator.class);
    covered.forEach((estimator, count) -> coverage.put(estimator, count / (double) runs));
    squares.forEach((estimator, sum) -> errors.put(estimator, Math.sqrt(sum / runs)));
    return new SimulationReport(runs, decisions, truth, coverage, errors);
  }

  /** Kinds of customers are equally frequent. */
  private double truth() {
    double sum = 0;
    for (int kind = 0; kind < KINDS; kind++) {
      sum += CrossFit.mean(judged[kind], rewards[kind]);
    }
    return sum / KINDS;
  }

  private JudgedLog judge(int decisions, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] kinds = new int[decisions];
    int[] chosen = new int[decisions];
    boolean[] rewarded = new boolean[decisions];
    for (int i = 0; i < decisions; i++) {
      kinds[i] = random.nextInt(KINDS);
      chosen[i] = draw(logging[kinds[i]], random.nextDouble());
      rewarded[i] = random.nextDouble() < rewards[kinds[i]][chosen[i]];
    }
    double[][] modelled =
        CrossFit.probabilities(
            OFFERS, (decision, offer) -> inputs(kinds[decision], offer), chosen, rewarded);
    JudgedLog log = new JudgedLog();
    for (int i = 0; i < decisions; i++) {
      double[] policy = judged[kinds[i]];
      log.add(
          Integer.toString(i),
          policy[chosen[i]] / logging[kinds[i]][chosen[i]],
          rewarded[i] ? 1 : 0,
          modelled[i][chosen[i]],
          CrossFit.mean(policy, modelled[i]));
    }
    return log;
  }

  private static float[] inputs(int kind, int offer) {
    float[] inputs = new float[FEATURES + OFFERS];
    for (int bit = 0; bit < FEATURES; bit++) {
      inputs[bit] = kind >> bit & 1;
    }
    inputs[FEATURES + offer] = 1;
    return inputs;
  }

  private static int draw(double[] probabilities, double unit) {
    double sum = 0;
    for (int i = 0; i < probabilities.length - 1; i++) {
      sum += probabilities[i];
      if (unit < sum) {
        return i;
      }
    }
    return probabilities.length - 1;
  }

  private static double[] softmax(double[] worth, double sharpness) {
    double[] probabilities = new double[worth.length];
    double sum = 0;
    for (int i = 0; i < worth.length; i++) {
      probabilities[i] = Math.exp(sharpness * worth[i]);
      sum += probabilities[i];
    }
    for (int i = 0; i < worth.length; i++) {
      probabilities[i] /= sum;
    }
    return probabilities;
  }
}
