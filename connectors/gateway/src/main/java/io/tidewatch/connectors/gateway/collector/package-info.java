/**
 * Takes events from trackers that speak the Segment HTTP tracking spec, and brings them to Kafka.
 */
package io.tidewatch.connectors.gateway.collector;
