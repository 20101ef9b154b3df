package io.tidewatch.platform.gateway;

import io.tidewatch.connectors.gateway.GatewaySettings;
import io.tidewatch.connectors.gateway.collector.CollectorSettings;
import io.tidewatch.connectors.gateway.collector.WriteKey;
import io.tidewatch.connectors.gateway.collector.WriteKey.Place;
import io.tidewatch.connectors.gateway.http.Secret;
import io.tidewatch.connectors.gateway.query.ApiToken;
import io.tidewatch.connectors.gateway.query.QuerySettings;
import io.tidewatch.connectors.gateway.query.Scope;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.platform.embedded.MetricsAccess;
import io.tidewatch.scoring.ConfigFile;
import io.tidewatch.scoring.ConfigKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;

/**
 * The checked configuration of the gateway: {@link GatewayOptions} and those of Kafka and registry.
 *
 * @param gateway how the gateway is set up
 * @param metrics where and how the metrics are shown
 * @param kafka options of its producer and its consumer
 */
public record GatewayConfig(GatewaySettings gateway, MetricsAccess metrics, ReadableConfig kafka) {
  /**
   * A tracker waits for its answer, so the producer gives up early and the tracker sends again;
   * Kafka's own defaults wait for minutes.
   */
  private static final Map<String, String> PRODUCER =
      Map.of(
          "linger.ms", "1",
          "max.block.ms", "2000",
          "request.timeout.ms", "5000",
          "delivery.timeout.ms", "15000");

  /** What stands before the gateway's own keys. */
  private static final String PREFIX = "gateway.";

  private static final ConfigKeys KEYS =
      new ConfigKeys(
          Stream.of(GatewayOptions.GATEWAY, GatewayOptions.KAFKA)
              .flatMap(List::stream)
              .<ConfigOption<?>>map(option -> option)
              .toList(),
          List.of(
              GatewayOptions.CLIENT_KEYS,
              GatewayOptions.SERVER_KEYS,
              GatewayOptions.TOKENS,
              GatewayOptions.SCOPES,
              KafkaOptions.PROPERTIES),
          "");

  /**
   * Checks keys and values.
   *
   * @throws IllegalArgumentException naming the key at fault and the remedy; also if there is no
   *     write key
   */
  public static GatewayConfig of(Map<String, String> entries) {
    Configuration configuration = KEYS.checked(entries);
    List<WriteKey> keys = new ArrayList<>();
    add(keys, configuration.get(GatewayOptions.CLIENT_KEYS), Place.CLIENT);
    add(keys, configuration.get(GatewayOptions.SERVER_KEYS), Place.SERVER);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(
          "no write key: set "
              + GatewayOptions.SERVER_KEYS.key()
              + ".NAME or "
              + GatewayOptions.CLIENT_KEYS.key()
              + ".NAME to a secret; openssl rand -hex 24 makes one");
    }
    CollectorSettings collector =
        new CollectorSettings(
            keys,
            Set.copyOf(configuration.get(GatewayOptions.ORIGINS)),
            Math.toIntExact(configuration.get(GatewayOptions.MAX_BODY).getBytes()),
            configuration.get(GatewayOptions.MAX_EVENTS),
            configuration.get(GatewayOptions.EVENTS_PER_SECOND),
            configuration.get(GatewayOptions.MAX_IN_FLIGHT).getBytes());
    return new GatewayConfig(
        new GatewaySettings(
            configuration.get(GatewayOptions.HOST),
            configuration.get(GatewayOptions.PORT),
            collector,
            query(configuration),
            certificate(configuration)),
        new MetricsAccess(
            configuration.get(GatewayOptions.METRICS_HOST),
            configuration.get(GatewayOptions.METRICS_PORT),
            certificate(configuration),
            file(configuration, GatewayOptions.METRICS_TOKEN_FILE)),
        forProducer(configuration, collector.maxInFlightBytes()));
  }

  /**
   * Reads a file as {@link ConfigFile} does.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException as {@link #of}
   */
  public static GatewayConfig read(Path file) throws IOException {
    try {
      return of(ConfigFile.read(file));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static Optional<Path> certificate(Configuration configuration) {
    return file(configuration, GatewayOptions.CERTIFICATE_FILE);
  }

  private static Optional<Path> file(Configuration configuration, ConfigOption<String> option) {
    return Optional.of(configuration.get(option).strip())
        .filter(name -> !name.isEmpty())
        .map(name -> requireReadable(option, Path.of(name)));
  }

  private static Path requireReadable(ConfigOption<String> option, Path file) {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException(
          option.key() + "=" + file + " is no file that this process may read; correct it");
    }
    return file;
  }

  private static void add(List<WriteKey> keys, Map<String, String> secrets, Place place) {
    secrets.forEach((name, secret) -> keys.add(new WriteKey(name, Secret.of(name, secret), place)));
  }

  private static Optional<QuerySettings> query(Configuration configuration) {
    Map<String, String> secrets = configuration.get(GatewayOptions.TOKENS);
    Map<String, String> scopes = configuration.get(GatewayOptions.SCOPES);
    for (String name : scopes.keySet()) {
      if (!secrets.containsKey(name)) {
        throw new IllegalArgumentException(
            GatewayOptions.SCOPES.key()
                + "."
                + name
                + " is of no token; set "
                + GatewayOptions.TOKENS.key()
                + "."
                + name);
      }
    }
    if (secrets.isEmpty()) {
      return Optional.empty();
    }
    List<ApiToken> tokens = new ArrayList<>();
    secrets.forEach(
        (name, secret) ->
            tokens.add(
                new ApiToken(
                    name, Secret.of(name, secret), scopes(scopes.getOrDefault(name, "")))));
    return Optional.of(
        new QuerySettings(
            Path.of(configuration.get(GatewayOptions.STORE_DIRECTORY)),
            configuration.get(GatewayOptions.STORE_MEMORY).getBytes(),
            tokens));
  }

  private static Set<Scope> scopes(String text) {
    return Arrays.stream(text.strip().split("\\s+"))
        .filter(word -> !word.isEmpty())
        .map(Scope::named)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Adds what the configuration does not say; the buffer holds all that may be in flight, twice.
   */
  private static ReadableConfig forProducer(Configuration configuration, long maxInFlightBytes) {
    Map<String, String> properties = new HashMap<>(PRODUCER);
    properties.put("buffer.memory", Long.toString(2 * maxInFlightBytes));
    properties.putAll(configuration.get(KafkaOptions.PROPERTIES));
    Map<String, String> others = configuration.toMap();
    others.keySet().removeIf(key -> key.startsWith(PREFIX)); // secrets of clients
    Configuration kafka = Configuration.fromMap(others);
    properties.forEach(
        (key, value) -> kafka.setString(KafkaOptions.PROPERTIES.key() + "." + key, value));
    return kafka;
  }

  /** Without the options of Kafka, which may hold passwords. */
  @Override
  public String toString() {
    return "GatewayConfig[" + gateway + "]";
  }
}
