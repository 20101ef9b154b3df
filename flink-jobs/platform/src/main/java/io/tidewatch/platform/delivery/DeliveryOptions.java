package io.tidewatch.platform.delivery;

import io.tidewatch.connectors.kafka.KafkaOptions;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** The options of alert delivery, but those of its targets. */
final class DeliveryOptions {
  static final ConfigOption<String> GROUP_ID =
      ConfigOptions.key("delivery.group-id")
          .stringType()
          .defaultValue("tidewatch-delivery")
          .withDescription(
              "Consumer group of the topic churn-alerts. Processes of one group share the work;"
                  + " they must have the same targets.");

  static final ConfigOption<Integer> METRICS_PORT =
      ConfigOptions.key("delivery.metrics-port")
          .intType()
          .defaultValue(9406)
          .withDescription(
              "Port of the Prometheus metrics, and of /-/healthy, on the loopback interface.");

  static final ConfigOption<Map<String, String>> TARGETS =
      ConfigOptions.key("delivery.targets")
          .mapType()
          .defaultValue(Map.of())
          .withDescription(
              "The targets, each by a name of your choice and with the keys below, such as"
                  + " delivery.targets.crm.kind=webhook. At least one.");

  static final List<ConfigOption<?>> DELIVERY = List.of(GROUP_ID, METRICS_PORT, TARGETS);

  static final List<ConfigOption<?>> KAFKA =
      List.of(
          KafkaOptions.BOOTSTRAP_SERVERS,
          KafkaOptions.SCHEMA_REGISTRY_URL,
          KafkaOptions.SCHEMA_REGISTRY_TOKEN_FILE,
          KafkaOptions.SCHEMA_REGISTRY_CA_FILE,
          KafkaOptions.SCHEMA_REGISTRY_TIMEOUT,
          KafkaOptions.SCHEMA_REGISTRY_ATTEMPTS,
          KafkaOptions.UNKNOWN_SCHEMA_TTL,
          KafkaOptions.CLIENT_FILE,
          KafkaOptions.PROPERTIES);

  private DeliveryOptions() {}
}
