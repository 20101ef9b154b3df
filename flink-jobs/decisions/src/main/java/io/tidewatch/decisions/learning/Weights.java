package io.tidewatch.decisions.learning;

import io.tidewatch.schemas.BeliefScope;
import java.time.Duration;
import java.util.Locale;

/**
 * What the three kinds of blocks believe before the first outcome, and how fast they forget. All
 * offers together: one in eight is accepted, and more readily the higher the affinity, so that the
 * first decisions are about those of a ranking by affinity x value. Campaigns and offers: as all
 * others, give or take.
 */
enum Weights {
  SHARED(BeliefScope.SHARED, new double[] {-2, 1, 0, 0}, new double[] {1, 0.5, 0.7, 0.7}),
  CAMPAIGN(BeliefScope.CAMPAIGN, new double[4], new double[] {0.5, 0.2, 0.4, 0.4}),
  OFFER(BeliefScope.OFFER, new double[4], new double[] {0.8, 0.3, 0.6, 0.6});

  private final BeliefScope scope;
  private final Belief prior;

  Weights(BeliefScope scope, double[] mean, double[] sd) {
    this.scope = scope;
    this.prior = Belief.of(mean, sd);
  }

  BeliefScope scope() {
    return scope;
  }

  /** Returns what the keys of such blocks begin with; that of the shared one is nothing more. */
  String prefix() {
    return this == SHARED ? "shared" : name().toLowerCase(Locale.ROOT) + "/";
  }

  Belief prior() {
    return prior;
  }

  double halfLifeMicros(LearningRules rules) {
    Duration halfLife = this == SHARED ? rules.sharedHalfLife() : rules.halfLife();
    return halfLife.toMillis() * 1_000.0;
  }
}
