/**
 * What all measured processes share, whatever stream processor they run: the events, the customers'
 * states, and how a process tells what it used.
 */
package io.tidewatch.benchmarks.workload;
