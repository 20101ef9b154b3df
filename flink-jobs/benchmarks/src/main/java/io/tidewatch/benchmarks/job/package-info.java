/** A Flink job in a process of its own, which says how it fares and can be killed at any time. */
package io.tidewatch.benchmarks.job;
