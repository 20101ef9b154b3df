/**
 * Answers questions about customers, offers and models from a local store that follows the topics.
 */
package io.tidewatch.connectors.gateway.query;
