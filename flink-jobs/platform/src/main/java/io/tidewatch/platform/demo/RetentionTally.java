package io.tidewatch.platform.demo;

import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.RetentionVerdict;
import java.util.EnumMap;
import java.util.Map;

/**
 * What alerts said to do for customers. Immutable.
 *
 * @param verdicts alerts by what came of looking for an action
 * @param savedMarginMinor margin that the actions taken are expected to save, minor units
 * @param expectedCostMinor what they are expected to cost, minor units
 */
public record RetentionTally(
    Map<RetentionVerdict, Long> verdicts, double savedMarginMinor, double expectedCostMinor) {
  static final RetentionTally NONE = new RetentionTally(Map.of(), 0, 0);

  /** Copies. */
  public RetentionTally {
    verdicts = Map.copyOf(verdicts);
  }

  /** Returns the tally with one more alert. */
  RetentionTally plus(ChurnAlert alert) {
    if (alert.getRetention() == null) {
      return this;
    }
    Map<RetentionVerdict, Long> more = new EnumMap<>(RetentionVerdict.class);
    more.putAll(verdicts);
    more.merge(alert.getRetention().getVerdict(), 1L, Long::sum);
    return alert.getRetention().getVerdict() == RetentionVerdict.ACTION
        ? new RetentionTally(
            more,
            savedMarginMinor + alert.getRetention().getSavedMarginMinor(),
            expectedCostMinor + alert.getRetention().getExpectedCostMinor())
        : new RetentionTally(more, savedMarginMinor, expectedCostMinor);
  }

  /** Returns how many actions were taken. */
  public long actions() {
    return verdicts.getOrDefault(RetentionVerdict.ACTION, 0L);
  }
}
