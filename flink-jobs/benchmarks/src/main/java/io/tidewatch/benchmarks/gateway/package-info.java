/** How much the gateway takes on one core, and how long its answers take. */
package io.tidewatch.benchmarks.gateway;
