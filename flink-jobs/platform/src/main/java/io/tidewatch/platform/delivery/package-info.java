/** Alert delivery as a process: its options, its secrets, its start beside Kafka. */
package io.tidewatch.platform.delivery;
