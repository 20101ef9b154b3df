package io.tidewatch.connectors.gateway;

import io.tidewatch.connectors.gateway.collector.CollectorSettings;
import io.tidewatch.connectors.gateway.query.QuerySettings;
import java.util.Objects;
import java.util.Optional;

/**
 * How the gateway is set up. Immutable.
 *
 * @param host interface to listen on; it speaks plain HTTP, so beyond the loopback interface it
 *     belongs behind a proxy that speaks TLS
 * @param port port to listen on; 0 for a free one
 * @param collector who may send events, and how many
 * @param query who may ask; empty: there is no query API
 */
public record GatewaySettings(
    String host, int port, CollectorSettings collector, Optional<QuerySettings> query) {
  /** Checks that nothing is missing. */
  public GatewaySettings {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(collector, "collector");
    Objects.requireNonNull(query, "query");
  }
}
