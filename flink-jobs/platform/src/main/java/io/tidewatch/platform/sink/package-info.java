/** The sink to databases as a process: its options, its secret, its start beside Kafka. */
package io.tidewatch.platform.sink;
