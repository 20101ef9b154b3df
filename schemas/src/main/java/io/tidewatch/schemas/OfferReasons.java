package io.tidewatch.schemas;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which offers were held back and why, as the topics suppressions and decision-log have it. */
public final class OfferReasons {
  private OfferReasons() {}

  /**
   * Returns the offers that a record says were held back, by their reasons as they come up, in
   * order of their ids; of an alert its reason alone, with no offers.
   */
  public static Map<SuppressionReason, List<String>> heldBack(Suppression suppression) {
    if (suppression.getReasons().isEmpty()) {
      return Map.of(suppression.getReason(), suppression.getOfferIds());
    }
    return byReason(suppression.getOfferIds(), suppression.getReasons());
  }

  /** Returns the same of a decision; nothing where it was not about offers. */
  public static Map<SuppressionReason, List<String>> heldBack(DecisionRecord decision) {
    return byReason(decision.getOfferIds(), decision.getReasons());
  }

  private static Map<SuppressionReason, List<String>> byReason(
      List<String> offerIds, List<SuppressionReason> reasons) {
    if (offerIds.size() != reasons.size()) {
      throw new IllegalArgumentException(
          "a record has %d offerIds and %d reasons; there must be one for each"
              .formatted(offerIds.size(), reasons.size()));
    }
    Map<SuppressionReason, List<String>> heldBack = new LinkedHashMap<>();
    for (int i = 0; i < offerIds.size(); i++) {
      if (reasons.get(i) != SuppressionReason.UNKNOWN) {
        heldBack.computeIfAbsent(reasons.get(i), reason -> new ArrayList<>()).add(offerIds.get(i));
      }
    }
    return heldBack;
  }
}
