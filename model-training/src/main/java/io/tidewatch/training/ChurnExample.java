package io.tidewatch.training;

import io.tidewatch.customer.ChurnStep;

/**
 * A snapshot together with the customer whose steps it counts.
 *
 * @param customer the customer
 * @param snapshot the snapshot
 */
record ChurnExample(CustomerReplay customer, Snapshot snapshot) {

  /** Returns how many of the newest steps a network that reads at most {@code most} gets. */
  int length(int most) {
    return Math.min(most, snapshot.steps());
  }

  /** Returns where step {@code i} of those begins in the customer's step inputs. */
  int offset(int most, int i) {
    return (snapshot.steps() - length(most) + i) * ChurnStep.WIDTH;
  }
}
