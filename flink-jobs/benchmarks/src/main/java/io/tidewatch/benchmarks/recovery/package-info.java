/** Whether killing the job in the middle of the load changes what it decides. */
package io.tidewatch.benchmarks.recovery;
