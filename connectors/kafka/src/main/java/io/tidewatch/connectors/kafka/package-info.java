/** Tidewatch records on Kafka: wire format, registry, sources, sinks and dead letters. */
package io.tidewatch.connectors.kafka;
