/** The schema registry of the embedded platform. */
package io.tidewatch.connectors.registry;
