/**
 * Kafka Streams over the same events and states as the scoring job, in a process whose class path
 * has its RocksDB and not Flink's.
 */
package io.tidewatch.benchmarks.streams;
