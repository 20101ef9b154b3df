package io.tidewatch.customer;

/**
 * A customer at a time, as formulas of features see it: the state, the time, and the terms that
 * several features have in common, computed once. Of use until the state changes.
 */
final class CustomerAt {
  final CustomerState state;
  final long seconds; // since 1970 UTC
  final PurchaseRhythm rhythm;

  // Counts by half-life.
  final double purchases7d;
  final double purchases30d;
  final double purchases90d;
  final double clicks7d;
  final double clicks30d;

  CustomerAt(CustomerState state, long seconds) {
    this.state = state;
    this.seconds = seconds;
    this.rhythm = new PurchaseRhythm(state, seconds);
    this.purchases7d = state.purchases.decayed(seconds, 7);
    this.purchases30d = state.purchases.decayed(seconds, 30);
    this.purchases90d = state.purchases.decayed(seconds, 90);
    this.clicks7d = state.clicks.decayed(seconds, 7);
    this.clicks30d = state.clicks.decayed(seconds, 30);
  }
}
