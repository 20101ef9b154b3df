package io.tidewatch.decisions.learning;

import java.io.Serializable;
import java.time.Duration;

/**
 * How fast is learned and forgotten.
 *
 * @param halfLife time after which half of what was learned about one offer or campaign is
 *     forgotten
 * @param sharedHalfLife the same for what all offers have in common, which changes more slowly
 * @param attribution how long after an offer was made a purchase or a yes still counts for it; when
 *     it has passed, silence counts as a no, and the offer is learned from
 */
public record LearningRules(Duration halfLife, Duration sharedHalfLife, Duration attribution)
    implements Serializable {
  /** A month for offers, four for what they share, three days to answer. */
  public static final LearningRules DEFAULT =
      new LearningRules(Duration.ofDays(30), Duration.ofDays(120), Duration.ofDays(3));

  /** Refuses spans that are no spans. */
  public LearningRules {
    positive("halfLife", halfLife);
    positive("sharedHalfLife", sharedHalfLife);
    positive("attribution", attribution);
  }

  private static void positive(String name, Duration span) {
    if (span.isNegative() || span.isZero()) {
      throw new IllegalArgumentException(name + "=" + span + " must be longer than 0");
    }
  }

  /** Returns the time to answer in microseconds. */
  public long attributionMicros() {
    return attribution.toMillis() * 1_000;
  }
}
