/** Change data capture as a process: its options, its start beside Kafka. */
package io.tidewatch.platform.changes;
