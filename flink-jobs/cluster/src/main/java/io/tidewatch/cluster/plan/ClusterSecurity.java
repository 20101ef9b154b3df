package io.tidewatch.cluster.plan;

import io.tidewatch.connectors.embedded.BrokerSecurity;
import io.tidewatch.connectors.registry.RegistrySecurity;
import io.tidewatch.connectors.tls.Certificates;
import io.tidewatch.connectors.tls.PrivateFiles;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The certificates and secrets of a secured cluster, in a folder that nobody but its owner may
 * enter.
 *
 * <pre>
 * ca.pem             the authority that clients trust
 * NAME.pem           private key and certificate of a kind of server
 * passwords          login=password of all logins, for the brokers
 * LOGIN.properties   properties of Kafka clients of one login
 * registry-token     what clients of the schema registry show
 * metrics-token      what Prometheus shows to the gateway's metrics
 * </pre>
 *
 * @param folder the folder
 */
public record ClusterSecurity(Path folder) {
  private static final String REGISTRY = "registry";
  private static final List<String> SERVERS =
      List.of(BrokerSecurity.BROKER, REGISTRY, ClusterPlan.GATEWAY);
  private static final String PASSWORDS = "passwords";
  private static final String TOKEN = "-token";

  public ClusterSecurity {
    folder = folder.toAbsolutePath().normalize();
  }

  /**
   * Makes what is missing.
   *
   * @param logins names of logins besides {@value BrokerSecurity#BROKER}
   */
  public void make(Collection<String> logins) {
    PrivateFiles.folder(folder);
    Certificates.make(folder, SERVERS);
    Map<String, String> passwords = new TreeMap<>(passwords());
    new TreeSet<>(logins).forEach(login -> passwords.computeIfAbsent(login, this::secret));
    passwords.computeIfAbsent(BrokerSecurity.BROKER, this::secret);
    PrivateFiles.write(file(PASSWORDS), lines(passwords));
    BrokerSecurity brokers = brokers();
    logins.forEach(
        login -> PrivateFiles.write(client(login), lines(brokers.clientProperties(login))));
    for (Path token : List.of(registryToken(), metricsToken())) {
      if (!Files.exists(token)) {
        PrivateFiles.write(token, PrivateFiles.secret() + "\n");
      }
    }
  }

  private String secret(String login) {
    return PrivateFiles.secret();
  }

  private static String lines(Map<String, String> entries) {
    return new TreeMap<>(entries)
        .entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue().replace("\\", "\\\\") + "\n")
            .collect(Collectors.joining());
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  /** Returns password by login; none if nothing was made yet. */
  public Map<String, String> passwords() {
    return Files.exists(file(PASSWORDS)) ? read(file(PASSWORDS)) : Map.of();
  }

  /** Returns how its brokers are secured. */
  public BrokerSecurity brokers() {
    return new BrokerSecurity(certificate(BrokerSecurity.BROKER), authority(), passwords());
  }

  /** Returns how its registry is secured. */
  public RegistrySecurity registry() {
    try {
      return new RegistrySecurity(
          certificate(REGISTRY), Files.readString(registryToken()).strip(), read(client(REGISTRY)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + registryToken(), e);
    }
  }

  /** Returns the PEM file of the authority that clients trust. */
  public Path authority() {
    return file(Certificates.AUTHORITY);
  }

  /** Returns the PEM file with key and certificate of a kind of server. */
  public Path certificate(String server) {
    return Certificates.file(folder, server);
  }

  /** Returns the file with properties of Kafka clients of a login. */
  public Path client(String login) {
    return file(login + ".properties");
  }

  /** Returns the file with what clients of the registry show. */
  public Path registryToken() {
    return file(REGISTRY + TOKEN);
  }

  /** Returns the file with what Prometheus shows. */
  public Path metricsToken() {
    return file("metrics" + TOKEN);
  }

  private static Map<String, String> read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    Map<String, String> entries = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> entries.put(key, properties.getProperty(key)));
    return entries;
  }
}
