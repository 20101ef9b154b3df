package io.tidewatch.connectors.kafka;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/** Properties of Kafka clients from Tidewatch's configuration. */
public final class ClientProperties {
  private ClientProperties() {}

  /**
   * Returns the bootstrap servers, what the file of {@code kafka.client-file} says, and whatever
   * stands under {@code kafka.properties}, which wins. Of the file's secrets it says only where
   * they are ({@link ClientFile}).
   *
   * @throws IllegalArgumentException if the file cannot be read, or a property about security is
   *     unknown
   */
  public static Properties of(ReadableConfig config) {
    Map<String, String> own = config.get(KafkaOptions.PROPERTIES);
    ClientFile.requireKnown(own.keySet(), KafkaOptions.PROPERTIES.key() + ": ");
    Properties properties = new Properties();
    String file = config.get(KafkaOptions.CLIENT_FILE);
    if (!file.isBlank()) {
      ClientFile.addTo(properties, Path.of(file.strip()), KafkaOptions.CLIENT_FILE.key());
    }
    properties.putAll(own);
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
