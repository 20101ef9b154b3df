/**
 * Whole pipelines against each other: each contender in a process of its own on one core, beside a
 * real broker on the other.
 */
package io.tidewatch.benchmarks.pipeline;
