package io.tidewatch.platform.sink;

import io.tidewatch.connectors.kafka.KafkaOptions;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** The options of the sink to databases. */
final class SinkOptions {
  static final ConfigOption<List<String>> TOPICS =
      ConfigOptions.key("sink.topics")
          .stringType()
          .asList()
          .defaultValues("churn-alerts", "next-best-offers", "customer-scores", "outcomes")
          .withDescription(
              "Topics that are written to tables, separated by ;. suppressions and decision-log may"
                  + " be added; they are large. The topic erasures is always read too.");

  static final ConfigOption<String> GROUP_ID =
      ConfigOptions.key("sink.group-id")
          .stringType()
          .defaultValue("tidewatch-sink")
          .withDescription(
              "Consumer group, and the name under which the sink keeps its places in the database."
                  + " Processes of one group share the work; another name begins anew.");

  static final ConfigOption<Integer> BATCH_SIZE =
      ConfigOptions.key("sink.batch-size")
          .intType()
          .defaultValue(500)
          .withDescription("Most records that one transaction writes, 1 to 10000.");

  static final ConfigOption<Integer> METRICS_PORT =
      ConfigOptions.key("sink.metrics-port")
          .intType()
          .defaultValue(9408)
          .withDescription(
              "Port of the Prometheus metrics, and of /-/healthy, on the loopback interface.");

  static final ConfigOption<String> URL =
      ConfigOptions.key("database.url")
          .stringType()
          .noDefaultValue()
          .withDescription("Address of the database, such as jdbc:postgresql://host:5432/shop.");

  static final ConfigOption<String> USER =
      ConfigOptions.key("database.user")
          .stringType()
          .noDefaultValue()
          .withDescription("Name to log in by.");

  static final ConfigOption<String> PASSWORD_FILE =
      ConfigOptions.key("database.password-file")
          .stringType()
          .defaultValue("")
          .withDescription(
              "File that holds the password. Without file and variable none is sent, for servers"
                  + " that ask for a certificate.");

  static final ConfigOption<String> PASSWORD_ENV =
      ConfigOptions.key("database.password-env")
          .stringType()
          .defaultValue("")
          .withDescription("Environment variable that holds the password, in place of the file.");

  static final ConfigOption<String> SCHEMA =
      ConfigOptions.key("database.schema")
          .stringType()
          .defaultValue("tidewatch")
          .withDescription("Schema of the tables; made if it is missing.");

  static final ConfigOption<Boolean> MIGRATE =
      ConfigOptions.key("database.migrate")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "Whether to make and change tables at the start. If not, they must be those of this"
                  + " version, and the user needs to read and write them only.");

  static final ConfigOption<Map<String, String>> PROPERTIES =
      ConfigOptions.key("database.properties")
          .mapType()
          .defaultValue(Map.of())
          .withDescription(
              "Further properties of the PostgreSQL JDBC driver, such as"
                  + " database.properties.sslmode=verify-full and"
                  + " database.properties.sslrootcert.");

  static final List<ConfigOption<?>> SINK = List.of(TOPICS, GROUP_ID, BATCH_SIZE, METRICS_PORT);

  static final List<ConfigOption<?>> DATABASE =
      List.of(URL, USER, PASSWORD_FILE, PASSWORD_ENV, SCHEMA, MIGRATE, PROPERTIES);

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

  private SinkOptions() {}
}
