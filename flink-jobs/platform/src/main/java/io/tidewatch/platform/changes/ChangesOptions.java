package io.tidewatch.platform.changes;

import io.tidewatch.connectors.changes.Deletion;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.connectors.kafka.personal.MasterKeyOptions;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** The options of change data capture. */
final class ChangesOptions {
  static final ConfigOption<String> TOPIC =
      ConfigOptions.key("changes.topic")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Topic with the changes of the table of customers, such as crm.public.customers: in"
                  + " Debezium's envelope, as JSON or as Avro with a schema of the registry.");

  static final ConfigOption<String> GROUP_ID =
      ConfigOptions.key("changes.group-id")
          .stringType()
          .defaultValue("tidewatch-changes")
          .withDescription("Consumer group of that topic. Processes of one group share the work.");

  static final ConfigOption<Integer> METRICS_PORT =
      ConfigOptions.key("changes.metrics-port")
          .intType()
          .defaultValue(9409)
          .withDescription(
              "Port of the Prometheus metrics, and of /-/healthy, on the loopback interface.");

  static final ConfigOption<Deletion> DELETES =
      ConfigOptions.key("changes.deletes")
          .enumType(Deletion.class)
          .noDefaultValue()
          .withDescription(
              "What a deleted row means. remove: the profile goes, and with it all consents; what"
                  + " the customer did stays. erase: the customer asked to be forgotten; everything"
                  + " goes. withdraw: the customer stays, without name, addresses, segments and"
                  + " consents. keep: nothing.");

  static final ConfigOption<String> CUSTOMER_ID =
      ConfigOptions.key("changes.columns.customer-id")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Column of the customer's id. Where rows are deleted it must be in the primary key,"
                  + " or the table have REPLICA IDENTITY FULL.");

  static final ConfigOption<String> NAME = column("name", "the full name");
  static final ConfigOption<String> EMAIL = column("email", "the e-mail address");
  static final ConfigOption<String> PHONE = column("phone", "the telephone number");
  static final ConfigOption<String> LOCALE = column("locale", "the language tag, such as zh-CN");
  static final ConfigOption<String> TIME_ZONE =
      column("time-zone", "the IANA time zone, such as Europe/Berlin");
  static final ConfigOption<String> SEGMENTS =
      column("segments", "the segments: a list, or a text with commas between them");

  static final ConfigOption<Map<String, String>> CONSENTS =
      ConfigOptions.key("changes.consents")
          .mapType()
          .defaultValue(Map.of())
          .withDescription(
              "For each purpose (marketing, personalisation, retention) the column that says"
                  + " whether it is granted: true or false, 1 or 0, yes or no; null grants nothing."
                  + " Such as changes.consents.marketing=newsletter, and, unless it holds for all"
                  + " channels, changes.consents.marketing.channels=email;push. A purpose without a"
                  + " column is not granted.");

  static final ConfigOption<String> DEFAULT_LOCALE =
      ConfigOptions.key("changes.default-locale")
          .stringType()
          .defaultValue("en-US")
          .withDescription("Language tag where there is no column, or nothing in it.");

  static final ConfigOption<String> DEFAULT_TIME_ZONE =
      ConfigOptions.key("changes.default-time-zone")
          .stringType()
          .defaultValue("UTC")
          .withDescription("Time zone where there is no column, or nothing in it.");

  static final List<ConfigOption<?>> SOURCE = List.of(TOPIC, GROUP_ID, METRICS_PORT, DELETES);

  static final List<ConfigOption<?>> MAPPING =
      List.of(
          CUSTOMER_ID,
          NAME,
          EMAIL,
          PHONE,
          LOCALE,
          TIME_ZONE,
          SEGMENTS,
          CONSENTS,
          DEFAULT_LOCALE,
          DEFAULT_TIME_ZONE);

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
          KafkaOptions.PROPERTIES,
          MasterKeyOptions.MASTER_KEY_FILE,
          MasterKeyOptions.MASTER_KEY_ENV);

  private ChangesOptions() {}

  private static ConfigOption<String> column(String name, String meaning) {
    return ConfigOptions.key("changes.columns." + name)
        .stringType()
        .defaultValue("")
        .withDescription("Column of " + meaning + ".");
  }
}
