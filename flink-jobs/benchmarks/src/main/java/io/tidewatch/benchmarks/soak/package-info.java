/** Whether the job stays as it is for as long as it runs, while its models are swapped. */
package io.tidewatch.benchmarks.soak;
