package io.tidewatch.scoring;

import java.io.Serializable;
import java.time.Duration;

/**
 * How many events the customer operator takes together, and how many customers it keeps in memory.
 *
 * @param bundleSize events after which a bundle is processed, at least 1
 * @param bundleTime time after which a bundle is processed; zero means that each event is processed
 *     at once
 * @param cacheCustomers customers in memory between bundles, at least 0; {@link #BY_HEAP} leaves it
 *     to the heap
 * @param dirtyCustomers customers with changes that are not yet in the state backend when a
 *     checkpoint is due, at least 0
 * @param liveCustomers of those in memory, at most so many as objects; the others as bytes
 */
record Bundling(
    int bundleSize, Duration bundleTime, int cacheCustomers, int dirtyCustomers, int liveCustomers)
    implements Serializable {
  /** As many customers in memory as a share of the heap holds. */
  static final int BY_HEAP = -1;

  /** Measured: 969 bytes for a state on average, the rest for id, place and alignment. */
  static final int BYTES_PER_CUSTOMER = 1_050;

  private static final double SHARE_OF_HEAP = 0.4;

  /**
   * More would spare less reading of bytes than they cost the collector, which copies customers
   * while they are young.
   */
  private static final int LIVE_CUSTOMERS = 2_048;

  Bundling {
    if (bundleTime.isZero()) {
      bundleSize = 1; // nothing else would end a bundle in time
    }
  }

  /** As many of those in memory as objects as the job has. */
  Bundling(int bundleSize, Duration bundleTime, int cacheCustomers, int dirtyCustomers) {
    this(bundleSize, bundleTime, cacheCustomers, dirtyCustomers, LIVE_CUSTOMERS);
  }

  /**
   * Returns how many customers one subtask keeps in memory.
   *
   * @param heapBytes of the TaskManager
   * @param slots that share them
   */
  int cacheCustomers(long heapBytes, int slots) {
    return cacheCustomers == BY_HEAP
        ? (int)
            Math.min(Integer.MAX_VALUE >> 4, heapBytes * SHARE_OF_HEAP / slots / BYTES_PER_CUSTOMER)
        : cacheCustomers;
  }

  /** Returns how many of so many customers in memory are kept as objects. */
  int live(int customers) {
    return Math.min(customers, liveCustomers);
  }

  /** Returns how many bytes hold the others of them. */
  long packedBytes(int customers) {
    return (long) (customers - live(customers)) * BYTES_PER_CUSTOMER;
  }
}
