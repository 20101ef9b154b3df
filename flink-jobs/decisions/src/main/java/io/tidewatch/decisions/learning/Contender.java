package io.tidewatch.decisions.learning;

/**
 * An offer to which no rule is opposed, at the moment of a decision.
 *
 * @param drawKey {@link #drawKeyOf} its id, which whoever makes many looks up
 * @param weightMinor what an acceptance is worth: value x context weight x diversity x lever, minor
 *     units, at least 0
 * @param activation what is believed of its acceptance
 */
public record Contender(String offerId, long drawKey, double weightMinor, Activation activation) {

  /** Refuses weights that cannot be compared. */
  public Contender {
    if (!(weightMinor >= 0) || Double.isInfinite(weightMinor)) {
      throw new IllegalArgumentException(
          "offer " + offerId + ": weightMinor=" + weightMinor + " must be finite and >= 0");
    }
  }

  /** Creates one and computes its key. */
  public Contender(String offerId, double weightMinor, Activation activation) {
    this(offerId, drawKeyOf(offerId), weightMinor, activation);
  }

  /** Returns the key by which an offer's draws are its own: a hash of its id. */
  public static long drawKeyOf(String offerId) {
    return Draws.key(offerId);
  }

  /** Returns what making the offer is expected to bring, in minor units. */
  public double expectedMinor() {
    return activation.propensity() * weightMinor;
  }
}
