package io.tidewatch.connectors.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/**
 * Properties of Kafka clients in a file of their own, as Kafka's tools take by {@code
 * --command-config}. Secrets stay in the file: what leaves here says where they are, and each
 * client looks there by itself, on the machine where it runs. So they are in no job graph and no
 * state, and a password that was changed counts at the next start of a client. Stateless.
 */
final class ClientFile {
  private static final String PROVIDERS = "config.providers";
  private static final String PROVIDER = "tidewatch";
  private static final List<String> SECURITY = List.of("ssl.", "sasl.", "security.");
  private static final Map<String, ConfigDef.ConfigKey> KNOWN = known();

  private ClientFile() {}

  private static Map<String, ConfigDef.ConfigKey> known() {
    Map<String, ConfigDef.ConfigKey> known = new TreeMap<>(ProducerConfig.configDef().configKeys());
    known.putAll(ConsumerConfig.configDef().configKeys());
    known.putAll(AdminClientConfig.configDef().configKeys());
    return known;
  }

  /**
   * Adds what the file says.
   *
   * @param key the key of the configuration that names the file, for messages
   * @throws IllegalArgumentException if it cannot be read or has an unknown key; the message never
   *     quotes a value
   */
  static void addTo(Properties properties, Path file, String key) {
    Path absolute = file.toAbsolutePath().normalize();
    String where = key + "=" + absolute;
    Properties found = read(absolute, where);
    requireKnown(found.stringPropertyNames(), where + ": ");
    boolean secrets = false;
    for (String name : found.stringPropertyNames()) {
      boolean secret = isSecret(name);
      secrets |= secret;
      properties.setProperty(
          name,
          secret
              ? "${" + PROVIDER + ":" + absolute + ":" + name + "}"
              : found.getProperty(name).strip());
    }
    if (secrets) {
      properties.merge(PROVIDERS, PROVIDER, (before, mine) -> before + "," + mine);
      properties.setProperty(
          PROVIDERS + "." + PROVIDER + ".class", FileConfigProvider.class.getName());
    }
  }

  private static Properties read(Path file, String where) {
    Properties found = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      found.load(reader);
      return found;
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s cannot be read (%s); it must be a properties file of Kafka clients that this process may read"
              .formatted(where, e.getClass().getSimpleName()),
          e);
    }
  }

  /** Whether a property is a secret, as Kafka says itself. */
  static boolean isSecret(String name) {
    ConfigDef.ConfigKey known = KNOWN.get(name);
    return known == null
        ? name.contains("password") || name.contains("secret")
        : known.type == ConfigDef.Type.PASSWORD;
  }

  /**
   * Checks names about security: Kafka's clients pass over one that is misspelt, and then fail for
   * another reason. Other names may belong to plug-ins.
   */
  static void requireKnown(Set<String> names, String where) {
    for (String name : new TreeSet<>(names)) {
      if (SECURITY.stream().anyMatch(name::startsWith) && !KNOWN.containsKey(name)) {
        throw new IllegalArgumentException(
            where
                + "Kafka's clients know no property "
                + name
                + "; they know "
                + String.join(", ", neighbours(name)));
      }
    }
  }

  private static List<String> neighbours(String name) {
    int most =
        KNOWN.keySet().stream().mapToInt(other -> common(name, other)).max().orElse(name.length());
    return KNOWN.keySet().stream().filter(other -> common(name, other) == most).limit(4).toList();
  }

  private static int common(String one, String other) {
    int length = 0;
    while (length < Math.min(one.length(), other.length())
        && one.charAt(length) == other.charAt(length)) {
      length++;
    }
    return length;
  }
}
