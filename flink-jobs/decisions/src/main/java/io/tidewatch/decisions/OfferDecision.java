package io.tidewatch.decisions;

import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.SuppressionReason;
import java.util.List;
import java.util.Optional;

/**
 * What became of the live offers at one decision point.
 *
 * @param chosen the offer to make, if any
 * @param heldBack all others, in order of their ids, each with its one reason
 */
public record OfferDecision(Optional<Chosen> chosen, List<HeldBack> heldBack) {

  /**
   * The offer to make.
   *
   * @param channel the channel by which to send it, one of the offer's
   * @param affinity probability that the next purchase is in one of its categories, 0 to 1
   * @param expectedValueMinor affinity times the offer's value, minor units
   * @param propensity probability with which the policy chose it, in (0, 1]
   */
  public record Chosen(
      Offer offer, String channel, double affinity, double expectedValueMinor, double propensity) {
    boolean isWorthMoreThan(Chosen other) {
      return expectedValueMinor > other.expectedValueMinor;
    }
  }

  /** An offer that is not made. */
  public record HeldBack(Offer offer, SuppressionReason reason) {}
}
