/** What every benchmark hands out: the machine, a table, one JSON document, plots. */
package io.tidewatch.benchmarks.report;
