/** What Tidewatch says, as tables of a PostgreSQL database. */
package io.tidewatch.connectors.databases;
