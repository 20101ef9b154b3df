package io.tidewatch.benchmarks.latency;

/** What was timed: a copied event, or a record that names the event that triggered it. */
enum DecisionKind {
  /** An event that was passed through. */
  COPY,
  /** A plain score on decision-log. */
  SCORE,
  /** A record on churn-alerts. */
  ALERT,
  /** A record on next-best-offers. */
  OFFER,
  /** A record on suppressions. */
  SUPPRESSION;

  /** Returns whether somebody acts on it at once; the others account for what was decided. */
  boolean isActedOn() {
    return this == COPY || this == ALERT || this == OFFER;
  }
}
