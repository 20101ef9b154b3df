package io.tidewatch.connectors.kafka;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.configuration.ReadableConfig;

/**
 * How to reach the schema registry; travels with the job, see {@link KafkaOptions}.
 *
 * @param tokenFile file with the token that it asks for; empty: none
 * @param caFile PEM file with the authorities that it is trusted by; empty: Java's own
 */
record RegistrySettings(
    String url,
    Duration timeout,
    int attempts,
    Duration unknownIdTtl,
    String tokenFile,
    String caFile)
    implements Serializable {

  static RegistrySettings of(ReadableConfig config) {
    return new RegistrySettings(
        ClientProperties.required(config, KafkaOptions.SCHEMA_REGISTRY_URL),
        config.get(KafkaOptions.SCHEMA_REGISTRY_TIMEOUT),
        config.get(KafkaOptions.SCHEMA_REGISTRY_ATTEMPTS),
        config.get(KafkaOptions.UNKNOWN_SCHEMA_TTL),
        config.get(KafkaOptions.SCHEMA_REGISTRY_TOKEN_FILE).strip(),
        config.get(KafkaOptions.SCHEMA_REGISTRY_CA_FILE).strip());
  }
}
