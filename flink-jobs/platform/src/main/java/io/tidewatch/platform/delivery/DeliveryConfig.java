package io.tidewatch.platform.delivery;

import io.tidewatch.connectors.delivery.TargetSettings;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.platform.options.Secrets;
import io.tidewatch.scoring.ConfigFile;
import io.tidewatch.scoring.ConfigKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;

/**
 * The checked configuration of alert delivery: {@link DeliveryOptions}, {@link TargetOptions} for
 * each target, and the options of Kafka and registry.
 *
 * @param targets the targets, at least one
 * @param groupId consumer group
 * @param metricsPort port of the metrics
 * @param kafka options of its consumers and its producer
 */
public record DeliveryConfig(
    List<TargetSettings> targets, String groupId, int metricsPort, ReadableConfig kafka) {
  private static final String PREFIX = DeliveryOptions.TARGETS.key() + ".";

  private static final ConfigKeys KEYS =
      new ConfigKeys(
          Stream.of(DeliveryOptions.DELIVERY, DeliveryOptions.KAFKA).flatMap(List::stream).toList(),
          List.of(DeliveryOptions.TARGETS, KafkaOptions.PROPERTIES),
          "");

  /**
   * Checks keys and values, and reads the secrets that they name.
   *
   * @param environment value of an environment variable, or null
   * @throws IllegalArgumentException naming the key at fault and the remedy; also if there is no
   *     target
   */
  public static DeliveryConfig of(Map<String, String> entries, UnaryOperator<String> environment) {
    Configuration configuration = KEYS.checked(entries);
    TargetConfig maker = new TargetConfig(new Secrets(environment));
    List<TargetSettings> targets =
        byTarget(entries).entrySet().stream()
            .map(target -> maker.target(target.getKey(), target.getValue()))
            .toList();
    if (targets.isEmpty()) {
      throw new IllegalArgumentException(
          "no target: set " + PREFIX + "NAME.kind and what else it needs; alerts would go nowhere");
    }
    Map<String, String> others = configuration.toMap();
    others.keySet().removeIf(key -> key.startsWith("delivery."));
    return new DeliveryConfig(
        targets,
        configuration.get(DeliveryOptions.GROUP_ID),
        configuration.get(DeliveryOptions.METRICS_PORT),
        Configuration.fromMap(others));
  }

  /**
   * Reads a file as {@link ConfigFile} does, and this process's environment.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException as {@link #of}
   */
  public static DeliveryConfig read(Path file) throws IOException {
    try {
      return of(ConfigFile.read(file), System::getenv);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /** In the order of names, whatever the order of lines. */
  private static Map<String, Map<String, String>> byTarget(Map<String, String> entries) {
    Map<String, Map<String, String>> targets = new TreeMap<>();
    entries.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            String[] parts = key.substring(PREFIX.length()).split("\\.", 2);
            if (parts.length < 2) {
              throw new IllegalArgumentException(
                  "key '"
                      + key
                      + "' names no option of a target; it should look like "
                      + PREFIX
                      + "crm.kind");
            }
            targets.computeIfAbsent(parts[0], name -> new LinkedHashMap<>()).put(parts[1], value);
          }
        });
    return targets;
  }

  /** Without the options of Kafka, which may hold passwords. */
  @Override
  public String toString() {
    return "DeliveryConfig[targets=" + targets + ", groupId=" + groupId + "]";
  }
}
