/** The launcher's {@code bench}: the platform measured beside its peers, with its spread. */
package io.tidewatch.benchmarks;
