package io.tidewatch.decisions.simulation;

import io.tidewatch.decisions.learning.Contender;
import io.tidewatch.decisions.learning.Selection;
import io.tidewatch.decisions.learning.ThompsonSampling;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/** A way of choosing one of the offers to which nothing is opposed. */
public enum Strategy {
  /** Highest affinity x value: what the job does without learning. */
  STATIC("static"),
  /** The same, with diversity over time. */
  STATIC_DIVERSE("staticDiverse"),
  /** Highest learned propensity x value x diversity, one decision in ten drawn evenly. */
  EPSILON_GREEDY("epsilonGreedy"),
  /** Thompson sampling of learned propensity x value x diversity. */
  THOMPSON("thompson"),
  /** Highest true probability x value: knows what nobody can know. */
  ORACLE("oracle");

  private static final double EPSILON = 0.1;

  private final String key;

  Strategy(String key) {
    this.key = key;
  }

  /** Returns the name in documents. */
  public String key() {
    return key;
  }

  /** Returns whether outcomes teach it. */
  boolean learns() {
    return this == EPSILON_GREEDY || this == THOMPSON;
  }

  /**
   * Chooses.
   *
   * @param candidates at least one, in order of their ids, which decides between equal ones
   * @param seed of the decision
   */
  Selection choose(List<Candidate> candidates, long seed, ThompsonSampling sampling) {
    return switch (this) {
      case STATIC -> best(candidates, c -> c.affinity() * value(c), 0, seed);
      case STATIC_DIVERSE ->
          best(candidates, c -> c.affinity() * value(c) * c.diversity(), 0, seed);
      case EPSILON_GREEDY -> best(candidates, c -> contender(c).expectedMinor(), EPSILON, seed);
      case THOMPSON -> sampling.choose(candidates.stream().map(Strategy::contender).toList(), seed);
      case ORACLE -> best(candidates, c -> c.acceptance() * value(c), 0, seed);
    };
  }

  private static Selection best(
      List<Candidate> candidates, ToDoubleFunction<Candidate> worth, double epsilon, long seed) {
    int best = 0;
    for (int i = 1; i < candidates.size(); i++) {
      if (worth.applyAsDouble(candidates.get(i)) > worth.applyAsDouble(candidates.get(best))) {
        best = i;
      }
    }
    SplittableRandom random = new SplittableRandom(seed);
    boolean explored = random.nextDouble() < epsilon;
    int index = explored ? random.nextInt(candidates.size()) : best;
    double probability = (index == best ? 1 - epsilon : 0) + epsilon / candidates.size();
    Candidate chosen = candidates.get(index);
    return new Selection(
        index, chosen.offer().getOfferId(), probability, chosen.learned().propensity(), explored);
  }

  private static Contender contender(Candidate candidate) {
    return new Contender(
        candidate.offer().getOfferId(),
        value(candidate) * candidate.diversity(),
        candidate.learned());
  }

  private static double value(Candidate candidate) {
    return candidate.offer().getValueMinor();
  }
}
