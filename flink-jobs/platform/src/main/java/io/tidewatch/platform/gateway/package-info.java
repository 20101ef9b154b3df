/** The gateway as a part of a process: its options, its keys, its start beside Kafka. */
package io.tidewatch.platform.gateway;
