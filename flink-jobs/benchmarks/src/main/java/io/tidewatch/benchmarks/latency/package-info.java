/** How long a decision takes, from the broker's append of the event, under a fixed load. */
package io.tidewatch.benchmarks.latency;
