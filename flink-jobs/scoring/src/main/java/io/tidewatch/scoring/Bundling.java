package io.tidewatch.scoring;

import java.io.Serializable;
import java.time.Duration;

/**
 * How many events the customer operator takes together, and how many customers it keeps in memory.
 *
 * @param bundleSize events after which a bundle is processed, at least 1
 * @param bundleTime time after which a bundle is processed; zero means that each event is processed
 *     at once
 * @param cacheCustomers customers in memory between bundles, at least 0
 * @param dirtyCustomers customers with changes that are not yet in the state backend when a
 *     checkpoint is due, at least 0
 */
record Bundling(int bundleSize, Duration bundleTime, int cacheCustomers, int dirtyCustomers)
    implements Serializable {
  Bundling {
    if (bundleTime.isZero()) {
      bundleSize = 1; // nothing else would end a bundle in time
    }
  }
}
