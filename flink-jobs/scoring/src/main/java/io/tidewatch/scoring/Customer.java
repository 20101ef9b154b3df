package io.tidewatch.scoring;

import io.tidewatch.customer.CustomerState;

/** A customer in memory, with a place in {@link HotCustomers}. One thread. */
final class Customer {
  final String id;

  /** All that is remembered; null if nothing is. Changed by the operator and by scoring. */
  CustomerState state;

  /** The regular scoring for which a timer stands, microseconds; 0 for none. The operator's. */
  long timerAt;

  /** The newest turn in the bundle at hand, null if there is none. The bundle's. */
  Turn lastTurn;

  // The rest is the cache's: the next one in the bucket, the place on the clock (NO_SLOT for none),
  // whether there was a hit since the hand passed, whether somebody has it between get and release.
  // And that of UnwrittenChanges: the key group, whether the customer is among them, whether its
  // group's turn has come, and the place there or in the group.
  final int hash;
  Customer sameBucket;
  int slot = HotCustomers.NO_SLOT;
  boolean hit;
  boolean held = true;
  final int group;
  boolean dirty;
  boolean due;
  int place;

  Customer(String id, int hash, int group, CustomerState state) {
    this.id = id;
    this.hash = hash;
    this.group = group;
    this.state = state;
    // Whoever wrote the state had registered its timer.
    this.timerAt = state == null ? 0 : state.nextRescoreAt();
  }
}
