/** What every endpoint shares: bounded bodies, problem details, headers that browsers obey. */
package io.tidewatch.connectors.gateway.http;
