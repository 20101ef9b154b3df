package io.tidewatch.models;

/**
 * How a network's output y becomes expected spend in minor units.
 *
 * @param kind the function
 * @param scale its factor, in minor units; for {@link Kind#EXPM1} it may include a correction for
 *     the bias of the mean in log space (Duan 1983, smearing)
 */
public record SpendTransform(Kind kind, float scale) {
  /** The functions. */
  public enum Kind {
    /** {@code scale * y}. */
    LINEAR,
    /** {@code scale * (e^y - 1)}: the network was trained on {@code ln(1 + spend / scale)}. */
    EXPM1
  }
}
