package io.tidewatch.connectors.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How brokers are secured: clients come by TLS and SCRAM-SHA-512, controllers by TLS with
 * certificates on both sides, and whoever has no right to something is refused it. Immutable.
 *
 * @param certificate PEM file with the brokers' private key and certificate, whose subject is
 *     {@code CN=}{@value #BROKER}
 * @param authority PEM file with the certificate that all certificates are signed by
 * @param passwords password by login; there must be one for {@value #BROKER} and one for {@value
 *     #ADMIN}, who may do everything
 */
public record BrokerSecurity(Path certificate, Path authority, Map<String, String> passwords) {
  /** Login of brokers among themselves. */
  public static final String BROKER = "broker";

  /** Login of who creates topics and gives rights. */
  public static final String ADMIN = "admin";

  private static final String SCRAM = "SCRAM-SHA-512";
  private static final String MODULE =
      "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\""
          + " password=\"%s\";";

  public BrokerSecurity {
    passwords = Map.copyOf(passwords);
    for (String name : List.of(BROKER, ADMIN)) {
      if (!passwords.containsKey(name)) {
        throw new IllegalArgumentException("passwords lacks the login " + name);
      }
    }
  }

  /** Returns the properties by which a client logs in. */
  public Map<String, String> clientProperties(String login) {
    String password = passwords.get(login);
    if (password == null) {
      throw new IllegalArgumentException("there is no login " + login);
    }
    Map<String, String> properties = new TreeMap<>();
    properties.put("security.protocol", "SASL_SSL");
    properties.put("sasl.mechanism", SCRAM);
    properties.put("sasl.jaas.config", MODULE.formatted(login, password));
    properties.put("ssl.truststore.type", "PEM");
    properties.put("ssl.truststore.location", authority.toString());
    return properties;
  }

  /** Returns the settings of a broker. */
  Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("listener.security.protocol.map", "BROKER:SASL_SSL,CONTROLLER:SSL");
    settings.put("sasl.enabled.mechanisms", SCRAM);
    settings.put("sasl.mechanism.inter.broker.protocol", SCRAM);
    settings.put(
        "listener.name.broker.scram-sha-512.sasl.jaas.config",
        MODULE.formatted(BROKER, passwords.get(BROKER)));
    settings.put("ssl.keystore.type", "PEM");
    settings.put("ssl.keystore.location", certificate.toString());
    settings.put("ssl.truststore.type", "PEM");
    settings.put("ssl.truststore.location", authority.toString());
    settings.put("listener.name.controller.ssl.client.auth", "required");
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    settings.put("super.users", "User:CN=%s;User:%s;User:%s".formatted(BROKER, BROKER, ADMIN));
    return settings;
  }

  /** Returns the logins as a new cluster is told of them, before anybody could log in. */
  List<String> scram() {
    return passwords.entrySet().stream()
        .map(login -> SCRAM + "=[name=" + login.getKey() + ",password=" + login.getValue() + "]")
        .toList();
  }

  /** Without the passwords. */
  @Override
  public String toString() {
    return "BrokerSecurity[" + certificate + ", " + passwords.keySet() + "]";
  }
}
