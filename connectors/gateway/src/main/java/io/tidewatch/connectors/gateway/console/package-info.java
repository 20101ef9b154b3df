/** The page for people: static files beside the query API, which it asks like any other client. */
package io.tidewatch.connectors.gateway.console;
