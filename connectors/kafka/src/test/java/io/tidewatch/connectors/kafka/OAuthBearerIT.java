package io.tidewatch.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.schemas.Role;
import io.tidewatch.schemas.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Clients that log in by tokens of an identity provider, with nothing but Kafka's own properties.
 */
class OAuthBearerIT {
  private static final String ALLOWED = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
  private static final TokenService TOKENS = start();

  @RegisterExtension static final SecuredKafka KAFKA = new SecuredKafka(brokerSettings());

  private static TokenService start() {
    TokenService tokens = new TokenService();
    System.setProperty(ALLOWED, tokens.tokenUrl() + "," + tokens.jwksUrl());
    return tokens;
  }

  @AfterAll
  static void stop() {
    System.clearProperty(ALLOWED);
    TOKENS.close();
  }

  @Test
  void theSubjectOfTheTokenHasTheRightsOfItsRole() throws Exception {
    Configuration marketing = KAFKA.config(client(TokenService.SECRET));
    assertThatCode(() -> Reachability.require(marketing, Role.MARKETING))
        .doesNotThrowAnyException();
    try (RecordProducer producer = new RecordProducer(marketing)) {
      producer.send(Samples.outcome());
      producer.flush();
      assertThatThrownBy(
              () ->
                  producer
                      .sendBytes(Topic.MODELS, new byte[] {1}, new byte[] {2})
                      .get(30, TimeUnit.SECONDS))
          .hasMessageContaining("models");
      assertThatThrownBy(producer::flush).isInstanceOf(IllegalStateException.class);
    }
    try (RecordConsumer reader =
        RecordConsumer.fromBeginning(KAFKA.config(Role.OPERATOR), List.of(Topic.OUTCOMES))) {
      assertThat(reader.left(reader.ends())).isEqualTo(1);
    }
  }

  @Test
  void saysThatTheProviderGivesNoToken() {
    assertThatThrownBy(
            () -> Reachability.require(KAFKA.config(client("a-wrong-secret")), Role.MARKETING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("401")
        .hasMessageContaining("kafka.client-file=")
        .hasMessageNotContaining("a-wrong-secret");
  }

  private static Map<String, String> client(String secret) {
    Map<String, String> properties = KAFKA.clientProperties(Role.MARKETING);
    properties.put("sasl.mechanism", "OAUTHBEARER");
    properties.put("sasl.jaas.config", trusting());
    properties.put(
        "sasl.login.callback.handler.class",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler");
    properties.put("sasl.oauthbearer.token.endpoint.url", TOKENS.tokenUrl());
    properties.put("sasl.oauthbearer.client.credentials.client.id", "marketing");
    properties.put("sasl.oauthbearer.client.credentials.client.secret", secret);
    properties.put("sasl.login.retry.backoff.max.ms", "500");
    return properties;
  }

  private static Map<String, String> brokerSettings() {
    String listener = "listener.name.broker.oauthbearer.";
    Map<String, String> settings = new HashMap<>();
    settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512,OAUTHBEARER");
    // Brokers log in to each other otherwise; Kafka wants a name here all the same.
    settings.put(
        listener + "sasl.jaas.config",
        trusting().replace(";", " unsecuredLoginStringClaim_sub=\"broker\";"));
    settings.put(
        listener + "sasl.server.callback.handler.class",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler");
    settings.put(listener + "sasl.oauthbearer.jwks.endpoint.url", TOKENS.jwksUrl());
    settings.put(listener + "sasl.oauthbearer.expected.audience", TokenService.AUDIENCE);
    settings.put(listener + "sasl.oauthbearer.expected.issuer", TOKENS.issuer());
    return settings;
  }

  /** The provider's certificate is trusted by what stands in the login, not by that of brokers. */
  private static String trusting() {
    return "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
        + " ssl.truststore.type=\"PEM\" ssl.truststore.location=\""
        + TOKENS.authority()
        + "\";";
  }
}
