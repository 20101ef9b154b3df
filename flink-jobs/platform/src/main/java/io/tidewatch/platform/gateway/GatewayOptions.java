package io.tidewatch.platform.gateway;

import io.tidewatch.connectors.gateway.collector.CollectorSettings;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.connectors.kafka.personal.MasterKeyOptions;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** The options of the gateway. */
public final class GatewayOptions {
  /** Interface to listen on. */
  public static final ConfigOption<String> HOST =
      ConfigOptions.key("gateway.host")
          .stringType()
          .defaultValue("127.0.0.1")
          .withDescription(
              "Interface to listen on. Without gateway.tls.certificate-file the gateway speaks"
                  + " plain HTTP: beyond the loopback interface it then belongs behind a proxy that"
                  + " speaks TLS.");

  /** Port to listen on. */
  public static final ConfigOption<Integer> PORT =
      ConfigOptions.key("gateway.port")
          .intType()
          .defaultValue(8080)
          .withDescription("Port to listen on, 0 for a free one.");

  /** Key and certificate. */
  public static final ConfigOption<String> CERTIFICATE_FILE =
      ConfigOptions.key("gateway.tls.certificate-file")
          .stringType()
          .defaultValue("")
          .withDescription(
              "PEM file with the private key (PKCS #8, unencrypted), the certificate and those that"
                  + " it was signed by; the gateway and its metrics then speak TLS. Read at the"
                  + " start. Empty: plain HTTP.");

  /** File with the token of the metrics. */
  public static final ConfigOption<String> METRICS_TOKEN_FILE =
      ConfigOptions.key("gateway.metrics-token-file")
          .stringType()
          .defaultValue("")
          .withDescription(
              "File with the token that the metrics ask for (Authorization: Bearer; Prometheus:"
                  + " authorization.credentials_file). Empty: they ask for none.");

  /** Interface of the metrics. */
  public static final ConfigOption<String> METRICS_HOST =
      ConfigOptions.key("gateway.metrics-host")
          .stringType()
          .defaultValue("127.0.0.1")
          .withDescription(
              "Interface of the Prometheus metrics. Beyond the loopback interface they need"
                  + " gateway.metrics-token-file, a firewall or a network policy.");

  /** Port of the metrics. */
  public static final ConfigOption<Integer> METRICS_PORT =
      ConfigOptions.key("gateway.metrics-port")
          .intType()
          .defaultValue(9405)
          .withDescription("Port of the Prometheus metrics, 0 for a free one.");

  /** Keys of trackers in pages and apps. */
  public static final ConfigOption<Map<String, String>> CLIENT_KEYS =
      ConfigOptions.key("gateway.client-keys")
          .mapType()
          .defaultValue(Map.of())
          .withDescription(
              "Write keys of trackers in pages and apps, one key each by a name of your choice,"
                  + " such as gateway.client-keys.shop. Anybody can read such a key out of the"
                  + " page, so it makes no customer profiles.");

  /** Keys of trackers on servers. */
  public static final ConfigOption<Map<String, String>> SERVER_KEYS =
      ConfigOptions.key("gateway.server-keys")
          .mapType()
          .defaultValue(Map.of())
          .withDescription(
              "Write keys of trackers on your servers, one key each, such as"
                  + " gateway.server-keys.backend. There is no default; without any key the gateway"
                  + " does not start.");

  /** Origins of pages. */
  public static final ConfigOption<List<String>> ORIGINS =
      ConfigOptions.key("gateway.origins")
          .stringType()
          .asList()
          .defaultValues(CollectorSettings.ANY_ORIGIN)
          .withDescription(
              "Origins of pages whose scripts may send events, such as https://shop.example,"
                  + " separated by ;. * means all: it is the write key that lets in, not the"
                  + " page.");

  /** Largest body. */
  public static final ConfigOption<MemorySize> MAX_BODY =
      ConfigOptions.key("gateway.max-body")
          .memoryType()
          .defaultValue(new MemorySize(CollectorSettings.LARGEST_BODY))
          .withDescription("Largest body, before and after inflation; at most 1 mb.");

  /** Most events of a body. */
  public static final ConfigOption<Integer> MAX_EVENTS =
      ConfigOptions.key("gateway.max-events")
          .intType()
          .defaultValue(2_500)
          .withDescription("Most events of one batch.");

  /** Rate of one key. */
  public static final ConfigOption<Integer> EVENTS_PER_SECOND =
      ConfigOptions.key("gateway.events-per-second")
          .intType()
          .defaultValue(20_000)
          .withDescription(
              "Events that one write key may send in a second, twice as many in a burst; above it"
                  + " 429 with Retry-After.");

  /** Bytes that wait for Kafka. */
  public static final ConfigOption<MemorySize> MAX_IN_FLIGHT =
      ConfigOptions.key("gateway.max-in-flight")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(16))
          .withDescription(
              "Bytes of bodies that may wait for Kafka's acknowledgement; above it 503 with"
                  + " Retry-After.");

  /** Tokens of clients of the query API. */
  public static final ConfigOption<Map<String, String>> TOKENS =
      ConfigOptions.key("gateway.tokens")
          .mapType()
          .defaultValue(Map.of())
          .withDescription(
              "Tokens of clients of the query API, one key each by a name of your choice, such as"
                  + " gateway.tokens.desk. There is no default; without any token there is no query"
                  + " API.");

  /** What tokens open. */
  public static final ConfigOption<Map<String, String>> SCOPES =
      ConfigOptions.key("gateway.scopes")
          .mapType()
          .defaultValue(Map.of())
          .withDescription(
              "What each token may ask for, one key each by the token's name, such as"
                  + " gateway.scopes.desk=customers contacts, separated by blanks: customers,"
                  + " contacts (their names, e-mail addresses and telephone numbers too), offers,"
                  + " models, operations (how the platform runs), act (say what was done about"
                  + " alerts).");

  /** Folder of the store. */
  public static final ConfigOption<String> STORE_DIRECTORY =
      ConfigOptions.key("gateway.store.directory")
          .stringType()
          .defaultValue("gateway-store")
          .withDescription(
              "Folder in which the query API keeps what it read from the topics; of one gateway at"
                  + " a time. It can be removed: it is filled anew.");

  /** Memory of the store. */
  public static final ConfigOption<MemorySize> STORE_MEMORY =
      ConfigOptions.key("gateway.store.memory")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(64))
          .withDescription(
              "Memory of the store beside the heap, whatever the number of customers; at least 8"
                  + " mb.");

  static final List<ConfigOption<?>> GATEWAY =
      List.of(
          HOST,
          PORT,
          CERTIFICATE_FILE,
          METRICS_TOKEN_FILE,
          METRICS_HOST,
          METRICS_PORT,
          CLIENT_KEYS,
          SERVER_KEYS,
          ORIGINS,
          MAX_BODY,
          MAX_EVENTS,
          EVENTS_PER_SECOND,
          MAX_IN_FLIGHT,
          TOKENS,
          SCOPES,
          STORE_DIRECTORY,
          STORE_MEMORY);
  static final List<ConfigOption<?>> KAFKA =
      List.of(
          KafkaOptions.BOOTSTRAP_SERVERS,
          KafkaOptions.SCHEMA_REGISTRY_URL,
          KafkaOptions.SCHEMA_REGISTRY_TOKEN_FILE,
          KafkaOptions.SCHEMA_REGISTRY_CA_FILE,
          KafkaOptions.SCHEMA_REGISTRY_TIMEOUT,
          KafkaOptions.SCHEMA_REGISTRY_ATTEMPTS,
          KafkaOptions.UNKNOWN_SCHEMA_TTL,
          KafkaOptions.GROUP_ID,
          KafkaOptions.CLIENT_FILE,
          KafkaOptions.PROPERTIES,
          MasterKeyOptions.MASTER_KEY_FILE,
          MasterKeyOptions.MASTER_KEY_ENV);

  private GatewayOptions() {}
}
