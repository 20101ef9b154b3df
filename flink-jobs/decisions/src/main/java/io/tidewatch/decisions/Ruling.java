package io.tidewatch.decisions;

import io.tidewatch.schemas.SuppressionReason;
import java.util.Arrays;
import java.util.List;

/** What the rules say of one offer to one customer at one moment. */
sealed interface Ruling {

  /** It may be made by this channel, the best one that is open. */
  record Open(String channel) implements Ruling {}

  /** It may not, for this one reason. */
  record Opposed(SuppressionReason reason) implements Ruling {
    private static final List<Opposed> ALL =
        Arrays.stream(SuppressionReason.values()).map(Opposed::new).toList();

    static Opposed by(SuppressionReason reason) {
      return ALL.get(reason.ordinal());
    }
  }
}
