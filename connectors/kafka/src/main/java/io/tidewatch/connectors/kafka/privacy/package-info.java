/** Erasing a customer from topics, and looking whether anything of the customer is left. */
package io.tidewatch.connectors.kafka.privacy;
