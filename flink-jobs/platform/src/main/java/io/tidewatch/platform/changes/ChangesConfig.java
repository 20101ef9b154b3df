package io.tidewatch.platform.changes;

import io.tidewatch.connectors.changes.ProfileMapping;
import io.tidewatch.connectors.changes.ProfileMapping.ConsentColumn;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.scoring.ConfigFile;
import io.tidewatch.scoring.ConfigKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;

/**
 * The checked configuration of change data capture: {@link ChangesOptions} and those of Kafka and
 * registry.
 *
 * @param topic topic with the changes
 * @param groupId consumer group
 * @param metricsPort port of the metrics
 * @param mapping which columns become which fields
 * @param kafka options of its consumer and its producer
 */
public record ChangesConfig(
    String topic, String groupId, int metricsPort, ProfileMapping mapping, ReadableConfig kafka) {
  private static final String CONSENTS = ChangesOptions.CONSENTS.key() + ".";
  private static final String CHANNELS = ".channels";

  private static final ConfigKeys KEYS =
      new ConfigKeys(
          Stream.of(ChangesOptions.SOURCE, ChangesOptions.MAPPING, ChangesOptions.KAFKA)
              .flatMap(List::stream)
              .toList(),
          List.of(ChangesOptions.CONSENTS, KafkaOptions.PROPERTIES),
          "");

  /**
   * Checks keys and values.
   *
   * @throws IllegalArgumentException naming the key at fault and the remedy
   */
  public static ChangesConfig of(Map<String, String> entries) {
    Configuration configuration = KEYS.checked(entries);
    Map<String, String> others = new HashMap<>(configuration.toMap());
    others.keySet().removeIf(key -> key.startsWith("changes."));
    return new ChangesConfig(
        configuration.get(ChangesOptions.TOPIC),
        configuration.get(ChangesOptions.GROUP_ID),
        configuration.get(ChangesOptions.METRICS_PORT),
        mapping(configuration, entries),
        Configuration.fromMap(others));
  }

  private static ProfileMapping mapping(ReadableConfig config, Map<String, String> entries) {
    return new ProfileMapping(
        config.get(ChangesOptions.CUSTOMER_ID),
        column(config, ChangesOptions.NAME),
        column(config, ChangesOptions.EMAIL),
        column(config, ChangesOptions.PHONE),
        column(config, ChangesOptions.LOCALE),
        column(config, ChangesOptions.TIME_ZONE),
        column(config, ChangesOptions.SEGMENTS),
        consents(entries),
        config.get(ChangesOptions.DEFAULT_LOCALE),
        config.get(ChangesOptions.DEFAULT_TIME_ZONE),
        config.get(ChangesOptions.DELETES));
  }

  private static Optional<String> column(ReadableConfig config, ConfigOption<String> option) {
    return Optional.of(config.get(option)).filter(name -> !name.isBlank());
  }

  private static Map<ConsentPurpose, ConsentColumn> consents(Map<String, String> entries) {
    Map<ConsentPurpose, ConsentColumn> consents = new EnumMap<>(ConsentPurpose.class);
    entries.forEach(
        (key, value) -> {
          if (key.startsWith(CONSENTS)) {
            boolean isOfChannels = key.endsWith(CHANNELS);
            String column = isOfChannels ? key.substring(0, key.length() - CHANNELS.length()) : key;
            ConsentPurpose purpose = purpose(column.substring(CONSENTS.length()));
            if (isOfChannels && !entries.containsKey(column)) {
              throw new IllegalArgumentException(
                  key + " needs " + column + ", the column that grants the purpose; set it");
            }
            consents.put(
                purpose,
                new ConsentColumn(entries.get(column), channels(entries.get(column + CHANNELS))));
          }
        });
    return consents;
  }

  private static List<String> channels(String value) {
    return value == null
        ? List.of()
        : Arrays.stream(value.split(";")).map(String::strip).filter(c -> !c.isEmpty()).toList();
  }

  private static ConsentPurpose purpose(String name) {
    return Arrays.stream(ConsentPurpose.values())
        .filter(purpose -> purpose != ConsentPurpose.UNKNOWN)
        .filter(purpose -> purpose.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    CONSENTS
                        + name
                        + " names no purpose; those are marketing, personalisation and retention"));
  }

  /**
   * Reads a file as {@link ConfigFile} does.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException as {@link #of}
   */
  public static ChangesConfig read(Path file) throws IOException {
    try {
      return of(ConfigFile.read(file));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /** Without the options of Kafka, which may hold passwords. */
  @Override
  public String toString() {
    return "ChangesConfig[topic=" + topic + ", groupId=" + groupId + ", " + mapping + "]";
  }
}
