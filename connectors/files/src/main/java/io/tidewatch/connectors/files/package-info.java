/** Files of others, row by row, as records of the event topics; and topics as Parquet files. */
package io.tidewatch.connectors.files;
