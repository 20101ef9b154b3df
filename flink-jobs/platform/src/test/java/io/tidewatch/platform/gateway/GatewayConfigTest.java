package io.tidewatch.platform.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.connectors.gateway.collector.WriteKey;
import io.tidewatch.connectors.gateway.collector.WriteKey.Place;
import io.tidewatch.connectors.gateway.query.Scope;
import io.tidewatch.connectors.kafka.KafkaOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayConfigTest {
  private static final String SECRET = "0123456789abcdef0123";

  @TempDir private Path directory;

  @Test
  void readsKeysAndOrigins() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("gateway.yaml"),
            """
            kafka.bootstrap.servers: host:9092
            schema.registry.url: http://host:8081
            kafka.properties.security.protocol: SSL
            kafka.properties.linger.ms: 3
            gateway.client-keys.shop: %s
            gateway.server-keys.backend: %s-other
            gateway.origins: https://a.example;https://b.example
            """
                .formatted(SECRET, SECRET));
    GatewayConfig config = GatewayConfig.read(file);
    assertThat(config.gateway().collector().keys())
        .extracting(WriteKey::name, WriteKey::place)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("shop", Place.CLIENT),
            org.assertj.core.groups.Tuple.tuple("backend", Place.SERVER));
    assertThat(config.gateway().collector().origins())
        .containsExactlyInAnyOrder("https://a.example", "https://b.example");
    assertThat(config.gateway().host()).isEqualTo("127.0.0.1");
    assertThat(config.kafka().get(KafkaOptions.PROPERTIES))
        .containsEntry("security.protocol", "SSL")
        .containsEntry("linger.ms", "3")
        .containsEntry("delivery.timeout.ms", "15000");
    assertThat(config.toString()).doesNotContain(SECRET);
  }

  @Test
  void hasNoDefaultKey() {
    assertThatThrownBy(() -> GatewayConfig.of(entries()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no write key")
        .hasMessageContaining("openssl rand");
  }

  @Test
  void refusesKeysThatCanBeGuessedAndUnknownOnes() {
    assertRefused("gateway.server-keys.backend", "secret").hasMessageContaining("16 or more");
    assertRefused("gateway.server-keys.Back end", SECRET).hasMessageContaining("'Back end'");
    assertRefused("gateway.prot", "1").hasMessageContaining("did you mean 'gateway.port'");
    assertRefused("gateway.max-body", "2 mb").hasMessageContaining("maxBodyBytes=2097152");
  }

  @Test
  void readsTokensWithTheirScopes() {
    Map<String, String> entries = entries();
    entries.put("gateway.client-keys.shop", SECRET);
    assertThat(GatewayConfig.of(entries).gateway().query()).isEmpty();
    entries.put("gateway.tokens.desk", SECRET);
    entries.put("gateway.scopes.desk", "customers  contacts");
    assertThat(GatewayConfig.of(entries).gateway().query().orElseThrow().tokens())
        .singleElement()
        .satisfies(
            token ->
                assertThat(token.scopes())
                    .containsExactlyInAnyOrder(Scope.CUSTOMERS, Scope.CONTACTS));
    assertRefused("gateway.tokens.desk", SECRET).hasMessageContaining("'desk' has no scope");
    assertRefused("gateway.scopes.desk", "customers").hasMessageContaining("is of no token");
  }

  @Test
  void keepsTheKeyOfThisMachineForTheOwnersEyes() throws IOException {
    Path file = directory.resolve("keys").resolve("write-key");
    SecretFile made = SecretFile.readOrMake(file);
    assertThat(made.made()).isTrue();
    assertThat(made.toString()).doesNotContain(made.secret());
    assertThat(SecretFile.readOrMake(file)).isEqualTo(new SecretFile(file, made.secret(), false));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void isDescribedByTheReferencePage() throws IOException {
    Path page = Path.of("../../docs/reference/gateway.md");
    if (Boolean.getBoolean("tidewatch.regenerate")) {
      Files.writeString(page, GatewayReference.page());
    }
    assertThat(page)
        .as(
            "written by: mvn -pl flink-jobs/platform -am test -Dtest=GatewayConfigTest"
                + " -Dtidewatch.regenerate=true")
        .hasContent(GatewayReference.page());
  }

  private static Map<String, String> entries() {
    return new HashMap<>(
        Map.of("kafka.bootstrap.servers", "host:9092", "schema.registry.url", "http://host:8081"));
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ?> assertRefused(
      String key, String value) {
    Map<String, String> entries = entries();
    entries.put("gateway.client-keys.shop", SECRET);
    entries.put(key, value);
    return assertThatThrownBy(() -> GatewayConfig.of(entries))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
