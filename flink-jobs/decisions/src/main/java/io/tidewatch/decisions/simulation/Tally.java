package io.tidewatch.decisions.simulation;

import io.tidewatch.decisions.learning.Selection;
import io.tidewatch.schemas.SuppressionReason;
import java.util.EnumMap;
import java.util.Map;

/** Counts what a strategy did and what it brought. One thread. */
final class Tally {
  private final Strategy strategy;
  private final int windowLength;
  private final double[] rewards = new double[StrategyResult.WINDOWS];
  private final long[] madeByOffer = new long[Market.OFFERS];
  private final long[] acceptedByOffer = new long[Market.OFFERS];
  private final Map<SuppressionReason, Long> heldBack = new EnumMap<>(SuppressionReason.class);
  private long visits;
  private long acceptedValueMinor;
  private long repeats;
  private long considered;
  private double leastProbability = 1;

  Tally(Strategy strategy, SimulationOptions options) {
    this.strategy = strategy;
    // Rounded up, so that the last window is never beyond the last one.
    this.windowLength = (options.decisions() + StrategyResult.WINDOWS - 1) / StrategyResult.WINDOWS;
  }

  void nothing(ContactRules.Open open) {
    visits++;
    count(open);
  }

  void made(
      int decision,
      ContactRules.Open open,
      Candidate chosen,
      Selection selection,
      boolean accepted) {
    visits++;
    count(open);
    heldBack.merge(SuppressionReason.OUTRANKED, open.offers().size() - 1L, Long::sum);
    considered += open.offers().size();
    rewards[decision / windowLength] += chosen.acceptance() * chosen.offer().getValueMinor();
    madeByOffer[chosen.index()]++;
    leastProbability = Math.min(leastProbability, selection.probability());
    if (accepted) {
      acceptedByOffer[chosen.index()]++;
      acceptedValueMinor += chosen.offer().getValueMinor();
    }
  }

  void repeated(boolean again) {
    repeats += again ? 1 : 0;
  }

  private void count(ContactRules.Open open) {
    open.heldBack().forEach((reason, offers) -> heldBack.merge(reason, (long) offers, Long::sum));
    considered += open.heldBack().values().stream().mapToInt(Integer::intValue).sum();
  }

  StrategyResult result() {
    return new StrategyResult(
        strategy,
        visits,
        considered,
        rewards,
        madeByOffer,
        acceptedByOffer,
        acceptedValueMinor,
        repeats,
        leastProbability,
        heldBack);
  }
}
