package io.tidewatch.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tidewatch.connectors.embedded.EmbeddedKafka;
import io.tidewatch.schemas.Topic;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ReachabilityIT {
  private static final List<Topic> ALL = List.of(Topic.values());
  private static final String LOGIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\""
          + " password=\"%s\"";

  @RegisterExtension static final LocalKafka KAFKA = new LocalKafka();

  @TempDir static Path directory;

  @Test
  void namesTopicsThatAreMissingAndIsContentWhenTheyAreThere() {
    assertThat(refusal(KAFKA.config()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("missing")
        .hasMessageContaining("churn-alerts")
        .hasMessageContaining("topics create");

    TopicAdmin.create(KAFKA.config(), 1);
    assertThatCode(() -> Reachability.require(KAFKA.config(), ALL)).doesNotThrowAnyException();
  }

  @Test
  void namesTheAddressAtWhichNobodyAnswers() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Configuration config = KAFKA.config();
      String address = "127.0.0.1:" + silent.getLocalPort();
      config.set(KafkaOptions.BOOTSTRAP_SERVERS, address);
      assertThat(refusal(config))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("kafka.bootstrap.servers=" + address)
          .hasMessageContaining("no broker answers within 8 s");
    }
  }

  @Test
  void namesAnAddressThatIsNone() {
    Configuration config = KAFKA.config();
    config.set(KafkaOptions.BOOTSTRAP_SERVERS, "broker");
    assertThat(refusal(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("kafka.bootstrap.servers=broker")
        .hasMessageContaining("correct the key");
  }

  @Test
  void saysThatALoginIsRefusedButNotWithWhichPassword() {
    try (EmbeddedKafka kafka =
        EmbeddedKafka.start(directory, EmbeddedKafka.FREE_PORT, withLogin())) {
      Configuration config = KAFKA.config();
      config.set(KafkaOptions.BOOTSTRAP_SERVERS, kafka.bootstrapServers());
      config.set(KafkaOptions.PROPERTIES, credentials("open-sesame"));
      TopicAdmin.create(config, 1);
      assertThatCode(() -> Reachability.require(config, ALL)).doesNotThrowAnyException();

      config.set(KafkaOptions.PROPERTIES, credentials("open-barley"));
      assertThat(refusal(config))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("refuses the login")
          .hasMessageContaining("correct sasl.* in kafka.properties")
          .hasMessageNotContaining("open-barley");
    }
  }

  @Test
  void namesTheRegistryThatDoesNotAnswer() {
    Configuration config = KAFKA.config();
    config.set(KafkaOptions.SCHEMA_REGISTRY_URL, "http://127.0.0.1:1");
    assertThat(catchThrowable(() -> Reachability.require(config, List.of())))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("http://127.0.0.1:1")
        .hasMessageContaining("schema.registry.url");
  }

  private static Throwable refusal(Configuration config) {
    return catchThrowable(() -> Reachability.require(config, ALL));
  }

  private static Map<String, String> withLogin() {
    String users = LOGIN.formatted("job", "open-sesame") + " user_job=\"open-sesame\";";
    return Map.of(
        "listener.security.protocol.map", "BROKER:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
        "sasl.enabled.mechanisms", "PLAIN",
        "sasl.mechanism.inter.broker.protocol", "PLAIN",
        "listener.name.broker.plain.sasl.jaas.config", users);
  }

  private static Map<String, String> credentials(String password) {
    return Map.of(
        "security.protocol", "SASL_PLAINTEXT",
        "sasl.mechanism", "PLAIN",
        "sasl.jaas.config", LOGIN.formatted("job", password) + ";");
  }
}
