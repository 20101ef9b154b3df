package io.tidewatch.connectors.gateway;

import io.tidewatch.connectors.gateway.collector.CollectorSettings;
import io.tidewatch.connectors.gateway.query.QuerySettings;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How the gateway is set up. Immutable.
 *
 * @param host interface to listen on; plain HTTP belongs beyond the loopback interface only behind
 *     a proxy that speaks TLS
 * @param port port to listen on; 0 for a free one
 * @param collector who may send events, and how many
 * @param query who may ask; empty: there is no query API
 * @param certificate PEM file with private key and certificate for TLS; empty: plain HTTP
 */
public record GatewaySettings(
    String host,
    int port,
    CollectorSettings collector,
    Optional<QuerySettings> query,
    Optional<Path> certificate) {
  /** Checks that nothing is missing. */
  public GatewaySettings {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(collector, "collector");
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(certificate, "certificate");
  }

  /** A gateway that speaks plain HTTP. */
  public GatewaySettings(
      String host, int port, CollectorSettings collector, Optional<QuerySettings> query) {
    this(host, port, collector, query, Optional.empty());
  }
}
