/** Kafka, registry and Flink in this process: the platform without a data centre. */
package io.tidewatch.platform.embedded;
