package io.tidewatch.connectors.kafka;

import io.tidewatch.connectors.embedded.BrokerSecurity;
import io.tidewatch.connectors.embedded.EmbeddedKafka;
import io.tidewatch.connectors.registry.EmbeddedRegistry;
import io.tidewatch.connectors.registry.RegistrySecurity;
import io.tidewatch.connectors.tls.Certificates;
import io.tidewatch.connectors.tls.PrivateFiles;
import io.tidewatch.schemas.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs a broker and a registry that speak TLS and ask who is there, with a login for each role that
 * has the rights of that role: use it with RegisterExtension.
 */
final class SecuredKafka implements BeforeAllCallback, AfterAllCallback {
  private static final String TOKEN = PrivateFiles.secret();

  private final Map<String, String> brokerSettings;
  private final Map<String, String> passwords = new HashMap<>();
  private Path folder;
  private BrokerSecurity security;
  private EmbeddedKafka kafka;
  private EmbeddedRegistry registry;

  SecuredKafka() {
    this(Map.of());
  }

  /** With further settings of the broker. */
  SecuredKafka(Map<String, String> brokerSettings) {
    this.brokerSettings = brokerSettings;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("tidewatch-secured");
    Certificates.make(folder, List.of("broker", "registry"));
    passwords.put(BrokerSecurity.BROKER, PrivateFiles.secret());
    for (Role role : Role.values()) {
      passwords.put(role.roleName(), PrivateFiles.secret());
    }
    security =
        new BrokerSecurity(folder.resolve("broker.pem"), folder.resolve("ca.pem"), passwords);
    kafka =
        EmbeddedKafka.startSecured(
            folder.resolve("data"), EmbeddedKafka.FREE_PORT, security, brokerSettings);
    PrivateFiles.write(folder.resolve("token"), TOKEN + "\n");
    Configuration admin = config(Role.ADMIN);
    for (Role role : Role.values()) {
      AccessAdmin.give(admin, "User:" + role.roleName(), AccessRules.of(role, Set.of()));
    }
    registry =
        EmbeddedRegistry.start(
            kafka.bootstrapServers(),
            "127.0.0.1",
            EmbeddedRegistry.FREE_PORT,
            Optional.of(
                new RegistrySecurity(
                    folder.resolve("registry.pem"),
                    TOKEN,
                    security.clientProperties(Role.REGISTRY.roleName()))));
    TopicAdmin.create(admin, 1);
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (registry != null) {
      registry.close();
    }
    if (kafka != null) {
      kafka.close();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Returns the options by which a role reaches both. */
  Configuration config(Role role) {
    return config(security.clientProperties(role.roleName()));
  }

  /** Returns the options by which a client with such properties reaches both. */
  Configuration config(Map<String, String> clientProperties) {
    Configuration config = new Configuration();
    config.set(KafkaOptions.BOOTSTRAP_SERVERS, kafka.bootstrapServers());
    config.set(KafkaOptions.CLIENT_FILE, clientFile(clientProperties).toString());
    config.set(KafkaOptions.SCHEMA_REGISTRY_TOKEN_FILE, folder.resolve("token").toString());
    config.set(KafkaOptions.SCHEMA_REGISTRY_CA_FILE, authority().toString());
    if (registry != null) {
      config.set(KafkaOptions.SCHEMA_REGISTRY_URL, registry.url());
    }
    return config;
  }

  /** Returns the properties by which a role logs in, to be changed. */
  Map<String, String> clientProperties(Role role) {
    return new HashMap<>(security.clientProperties(role.roleName()));
  }

  private Path clientFile(Map<String, String> properties) {
    Path file = folder.resolve(properties.hashCode() + ".properties");
    PrivateFiles.write(
        file,
        properties.entrySet().stream()
            .map(property -> property.getKey() + "=" + property.getValue() + "\n")
            .collect(Collectors.joining()));
    return file;
  }

  /** Returns the certificate of the authority. */
  Path authority() {
    return folder.resolve("ca.pem");
  }

  /** Returns every secret that may be in no message. */
  Set<String> secrets() {
    return Stream.concat(passwords.values().stream(), Stream.of(TOKEN)).collect(Collectors.toSet());
  }
}
