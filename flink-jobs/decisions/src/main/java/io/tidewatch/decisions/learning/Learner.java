package io.tidewatch.decisions.learning;

import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Learns from offers and outcomes as they come, and again from the beginning where what was learned
 * is lost: the same offers and outcomes give the same beliefs, bit for bit.
 *
 * <p>One thread. Times may not fall from call to call by more than outcomes are late; an outcome
 * that comes when its offer was judged already counts for nothing.
 */
public final class Learner {
  private final Attribution attribution;
  private final Propensities propensities;
  private long nowMicros = Long.MIN_VALUE;

  /** Creates one that has seen nothing. */
  public Learner(LearningRules rules) {
    this.attribution = new Attribution(rules.attributionMicros());
    this.propensities = new Propensities(rules);
  }

  /**
   * Returns one that has seen the given past.
   *
   * @param offers offers made, in any order
   * @param outcomes their outcomes, in any order
   * @param untilMicros the present: silence until then counts
   */
  public static Learner rebuilt(
      LearningRules rules,
      Collection<OfferMade> offers,
      Collection<OfferOutcome> outcomes,
      long untilMicros) {
    // Offers before the outcomes of the same moment.
    record Step(long atMicros, boolean isOutcome, String id, Object what) {}
    List<Step> steps = new ArrayList<>();
    offers.forEach(o -> steps.add(new Step(o.madeAtMicros(), false, o.decisionId(), o)));
    outcomes.forEach(
        o -> steps.add(new Step(Topic.OUTCOMES.timeMicrosOf(o), true, o.getEventId(), o)));
    steps.sort(
        Comparator.comparingLong(Step::atMicros)
            .thenComparing(Step::isOutcome)
            .thenComparing(Step::id));
    Learner learner = new Learner(rules);
    for (Step step : steps) {
      if (step.what() instanceof OfferMade offer) {
        learner.made(offer);
      } else if (step.what() instanceof OfferOutcome outcome) {
        learner.outcome(outcome);
      }
    }
    learner.advanceTo(untilMicros);
    return learner;
  }

  /** Waits for the outcome of an offer that was made. */
  public void made(OfferMade offer) {
    advanceTo(offer.madeAtMicros());
    attribution.made(offer);
  }

  /** Takes an outcome into account, if it is of an offer whose time to answer is not over. */
  public void outcome(OfferOutcome outcome) {
    advanceTo(Topic.OUTCOMES.timeMicrosOf(outcome));
    attribution.outcome(outcome);
  }

  /** Learns from all offers whose time to answer is over by then. */
  public void advanceTo(long atMicros) {
    if (atMicros > nowMicros) {
      nowMicros = atMicros;
      attribution.closeUntil(atMicros).forEach(propensities::learn);
    }
  }

  /** Returns what was learned; it goes on changing with this learner. */
  public Propensities propensities() {
    return propensities;
  }

  /** Returns how many offers have no outcome yet. */
  public int waiting() {
    return attribution.waiting();
  }
}
