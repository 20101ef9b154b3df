/** A real Kafka broker inside this process, for the embedded platform and for tests. */
package io.tidewatch.connectors.embedded;
