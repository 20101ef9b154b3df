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
 */
record Bundling(int bundleSize, Duration bundleTime, int cacheCustomers, int dirtyCustomers)
    implements Serializable {
  /** As many customers in memory as a share of the heap holds. */
  static final int BY_HEAP = -1;

  /** Measured: 2,709 bytes for a state with all histories, the rest for id and place. */
  private static final int BYTES_PER_CUSTOMER = 2_900;

  private static final int SHARE_OF_HEAP = 3;

  Bundling {
    if (bundleTime.isZero()) {
      bundleSize = 1; // nothing else would end a bundle in time
    }
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
            Math.min(Integer.MAX_VALUE >> 4, heapBytes / SHARE_OF_HEAP / slots / BYTES_PER_CUSTOMER)
        : cacheCustomers;
  }
}
