package io.tidewatch.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tidewatch.connectors.embedded.EmbeddedKafka;
import io.tidewatch.connectors.tls.Certificates;
import io.tidewatch.schemas.Role;
import io.tidewatch.schemas.Topic;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with TLS, logins, rights and files is said in seconds, and without secrets. */
class SecuredReachabilityIT {
  @RegisterExtension static final SecuredKafka KAFKA = new SecuredKafka();

  @TempDir Path folder;

  @Test
  void everyRoleSeesItsTopicsAndTheRegistry() {
    for (Role role : Role.values()) {
      assertThatCode(() -> Reachability.require(KAFKA.config(role), role))
          .as(role.roleName())
          .doesNotThrowAnyException();
    }
  }

  @Test
  void saysThatThePasswordIsWrong() {
    Map<String, String> client = KAFKA.clientProperties(Role.SCORING);
    client.merge(
        "sasl.jaas.config", "", (jaas, none) -> jaas.replaceAll("password=.*", "password=\"no\";"));
    assertThat(refusal(KAFKA.config(client)))
        .hasMessageContaining("refuses the login")
        .hasMessageContaining("sasl.* in kafka.client-file=");
  }

  @Test
  void saysThatAnotherAuthorityIsTrusted() {
    Certificates.make(folder, List.of());
    Map<String, String> client = KAFKA.clientProperties(Role.SCORING);
    client.put("ssl.truststore.location", folder.resolve("ca.pem").toString());
    assertThat(refusal(KAFKA.config(client)))
        .hasMessageContaining("TLS fails")
        .hasMessageContaining("ssl.* in kafka.client-file=");
  }

  @Test
  void saysWhichFileOfTheClientIsMissing() {
    Map<String, String> client = KAFKA.clientProperties(Role.SCORING);
    client.put("ssl.truststore.location", "/nowhere/ca.pem");
    assertThat(refusal(KAFKA.config(client)))
        .hasMessageContaining("/nowhere/ca.pem")
        .hasMessageContaining("kafka.client-file=");

    Configuration config = KAFKA.config(Role.SCORING);
    config.set(KafkaOptions.CLIENT_FILE, "/nowhere/client.properties");
    assertThat(refusal(config))
        .hasMessageStartingWith("kafka.client-file=/nowhere/client.properties cannot be read");
  }

  @Test
  void saysWhichPropertyKafkaDoesNotKnow() {
    Map<String, String> client = KAFKA.clientProperties(Role.SCORING);
    client.put("ssl.trustore.location", "x");
    assertThat(refusal(KAFKA.config(client)))
        .hasMessageContaining("no property ssl.trustore.location")
        .hasMessageContaining("ssl.truststore.location");
  }

  @Test
  void saysWhatIsSpokenWhereTheBrokerSpeaksSomethingElse() {
    Configuration plain = KAFKA.config(Map.of("security.protocol", "PLAINTEXT"));
    assertThat(refusal(plain))
        .hasMessageContaining("security.protocol")
        .hasMessageContaining("it is PLAINTEXT");

    try (EmbeddedKafka open = EmbeddedKafka.start(folder.resolve("open"))) {
      Configuration config = KAFKA.config(Role.SCORING);
      config.set(KafkaOptions.BOOTSTRAP_SERVERS, open.bootstrapServers());
      assertThat(refusal(config))
          .hasMessageContaining("security.protocol")
          .hasMessageContaining("it is SASL_SSL");
    }
  }

  @Test
  void namesTopicsThatALoginMayNotSee() {
    assertThat(
            catchThrowable(() -> Reachability.require(KAFKA.config(Role.MARKETING), Role.SCORING)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("missing, or hidden from these credentials")
        .hasMessageContaining(Topic.PURCHASES.topicName())
        .hasMessageNotContaining(Topic.OFFERS.topicName() + ",");
  }

  @Test
  void saysWhatIsWrongWithTheRegistry() throws Exception {
    Configuration config = KAFKA.config(Role.SCORING);
    config.set(
        KafkaOptions.SCHEMA_REGISTRY_TOKEN_FILE,
        Files.writeString(folder.resolve("token"), "another").toString());
    assertThat(refusal(config))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("refuses the login")
        .hasMessageContaining("schema.registry.token-file");

    Certificates.make(folder, List.of());
    config = KAFKA.config(Role.SCORING);
    config.set(KafkaOptions.SCHEMA_REGISTRY_CA_FILE, folder.resolve("ca.pem").toString());
    assertThat(refusal(config))
        .hasMessageContaining("TLS fails")
        .hasMessageContaining("schema.registry.ca-file");

    config = KAFKA.config(Role.SCORING);
    config.set(
        KafkaOptions.SCHEMA_REGISTRY_URL,
        config.get(KafkaOptions.SCHEMA_REGISTRY_URL).replace("https:", "http:"));
    assertThat(refusal(config)).hasMessageContaining("schema.registry.url");
  }

  @Test
  void secretsStayInTheirFile() {
    Properties properties = ClientProperties.of(KAFKA.config(Role.SCORING));
    assertThat(properties.getProperty("sasl.jaas.config")).startsWith("${tidewatch:/");
    KAFKA.secrets().forEach(secret -> assertThat(properties.toString()).doesNotContain(secret));
  }

  private static Throwable refusal(Configuration config) {
    long before = System.nanoTime();
    Throwable refusal = catchThrowable(() -> Reachability.require(config, Role.SCORING));
    assertThat(refusal).isInstanceOf(RuntimeException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
    StringWriter trace = new StringWriter();
    refusal.printStackTrace(new PrintWriter(trace));
    KAFKA.secrets().forEach(secret -> assertThat(trace.toString()).doesNotContain(secret));
    return refusal;
  }
}
