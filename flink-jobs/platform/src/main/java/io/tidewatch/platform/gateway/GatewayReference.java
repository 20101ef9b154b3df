package io.tidewatch.platform.gateway;

import io.tidewatch.scoring.ConfigReference;

/** Writes docs/reference/gateway.md from the options. */
final class GatewayReference {
  private GatewayReference() {}

  static String page() {
    return """
    # Configuration of the gateway

    Given as `gateway --config FILE`, a properties file (`key=value`) or a YAML file with flat keys
    (`key: value`). An unknown key is an error. Generated from the options in the code by
    `GatewayReference`; a test fails when this page and the code differ, and says how to write it
    anew. How to use it: [how-to/collect-events.md](../how-to/collect-events.md),
    [how-to/query-customers.md](../how-to/query-customers.md), [how-to/console.md](../how-to/console.md).

    ## Gateway

    """
        + ConfigReference.table(GatewayOptions.GATEWAY)
        + "\n## Kafka and schema registry\n\n"
        + ConfigReference.table(GatewayOptions.KAFKA)
        + """

        Unless `kafka.properties.` says otherwise, the producer has `linger.ms=1`, `max.block.ms=2000`,
        `request.timeout.ms=5000`, `delivery.timeout.ms=15000`, and a buffer of twice
        `gateway.max-in-flight`. Events are written with `acks=all` by an idempotent producer.
        """;
  }
}
