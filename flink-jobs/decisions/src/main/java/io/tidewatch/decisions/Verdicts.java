package io.tidewatch.decisions;

import io.tidewatch.schemas.SuppressionReason;
import java.util.List;

/**
 * What became of all live offers at one decision, as records have it. The lists are not changed.
 *
 * @param offerIds all of them, in order; for the same live offers always the same list, so that
 *     whoever writes many decisions can keep its bytes
 * @param reasons why each of them was held back, in the same order; UNKNOWN for the one that was
 *     made
 */
public record Verdicts(List<String> offerIds, List<SuppressionReason> reasons) {
  /** Those on no offer. */
  public static final Verdicts NONE = new Verdicts(List.of(), List.of());

  private static final int NOT_HELD_BACK = -1;

  /** Refuses offers without a verdict. */
  public Verdicts {
    if (offerIds.size() != reasons.size()) {
      throw new IllegalArgumentException(
          "%d offers have %d verdicts; each must have one"
              .formatted(offerIds.size(), reasons.size()));
    }
  }

  /** Returns the place of the first offer that was held back; -1 if none was. */
  public int firstHeldBack() {
    for (int i = 0; i < reasons.size(); i++) {
      if (reasons.get(i) != SuppressionReason.UNKNOWN) {
        return i;
      }
    }
    return NOT_HELD_BACK;
  }
}
