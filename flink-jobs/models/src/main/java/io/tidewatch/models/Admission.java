package io.tidewatch.models;

import io.tidewatch.models.signing.TrustedKeys;

/**
 * What a job demands of a release that comes from outside, beside the gates that hold everywhere.
 *
 * @param keys whose signature it takes
 * @param maxMultiplyAdds the most that a step and a score may cost together; see {@link Cost}
 */
public record Admission(TrustedKeys keys, long maxMultiplyAdds) {
  /** Demands a signature and sets no budget. */
  public static Admission signedBy(TrustedKeys keys) {
    return new Admission(keys, Long.MAX_VALUE);
  }
}
