package io.tidewatch.connectors.kafka;

import java.util.Properties;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/** Properties of Kafka clients from Tidewatch's configuration. */
final class ClientProperties {
  private ClientProperties() {}

  /** Returns the bootstrap servers and whatever stands under {@code kafka.properties}. */
  static Properties of(ReadableConfig config) {
    Properties properties = new Properties();
    properties.putAll(config.get(KafkaOptions.PROPERTIES));
    properties.setProperty("bootstrap.servers", required(config, KafkaOptions.BOOTSTRAP_SERVERS));
    return properties;
  }

  /** Adds a property unless the configuration sets it already. */
  static void setDefault(Properties properties, String key, Object value) {
    properties.putIfAbsent(key, String.valueOf(value));
  }

  static String required(ReadableConfig config, ConfigOption<String> option) {
    return config
        .getOptional(option)
        .filter(value -> !value.isBlank())
        .orElseThrow(() -> new IllegalArgumentException(option.key() + " is not set; set it"));
  }
}
