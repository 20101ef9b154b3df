/** A real PostgreSQL server for tests: unpacked, started, stopped, killed. */
package io.tidewatch.connectors.postgres;
