package io.tidewatch.models.monitor;

/**
 * What led to a scoring. The two are never mixed: who has just clicked or bought scores differently
 * from who is looked at on some ordinary day, and how much there is of each depends on the traffic.
 */
public enum Occasion {
  /** The regular rescoring, which comes to every customer at the same pace. */
  REGULAR,
  /** An event of the customer. */
  EVENT
}
