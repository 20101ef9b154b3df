/** Files of others, row by row, as records of the event topics. */
package io.tidewatch.connectors.files;
