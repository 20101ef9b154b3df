package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.connectors.kafka.personal.MasterKeyOptions;
import io.tidewatch.models.signing.SigningKey;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoringConfigTest {
  private static final Map<String, String> REQUIRED =
      Map.of("kafka.bootstrap.servers", "host:9092", "schema.registry.url", "http://host:8081");

  @TempDir private Path directory;

  @Test
  void hasADefaultForWhatIsNotGiven() {
    ScoringConfig config = ScoringConfig.of(REQUIRED);
    assertThat(config.get(ScoringOptions.ORDERING)).isEqualTo(Ordering.ARRIVAL);
    assertThat(config.get(ScoringOptions.RESCORE_INTERVAL)).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void readsPropertiesAndYamlAlike() throws IOException {
    Path properties =
        Files.writeString(
            directory.resolve("job.properties"),
            """
            kafka.bootstrap.servers=host:9092,other:9092
            schema.registry.url=http://host:8081
            scoring.ordering=event-time
            kafka.properties.security.protocol=SSL
            flink.parallelism.default=3
            """);
    Path yaml =
        Files.writeString(
            directory.resolve("job.yaml"),
            """
            # where Kafka is
            kafka.bootstrap.servers: "host:9092,other:9092"
            schema.registry.url: http://host:8081   # an address has a colon
            scoring.ordering: event-time

            kafka.properties.security.protocol: 'SSL'
            flink.parallelism.default: 3
            """);
    ScoringConfig config = ScoringConfig.read(properties);
    assertThat(ScoringConfig.read(yaml).configuration()).isEqualTo(config.configuration());
    assertThat(config.get(ScoringOptions.ORDERING)).isEqualTo(Ordering.EVENT_TIME);
    assertThat(config.get(KafkaOptions.PROPERTIES)).containsEntry("security.protocol", "SSL");
    assertThat(config.flink().toMap()).containsExactly(Map.entry("parallelism.default", "3"));
    assertThat(ScoringJob.flinkSettings(config).toMap())
        .containsEntry("parallelism.default", "3")
        .containsEntry("state.backend.type", "rocksdb");
  }

  @Test
  void namesAnUnknownKeyAndTheNearestKnownOne() {
    assertRefused("scoring.rescore-intervall", "1 d")
        .hasMessageContaining("'scoring.rescore-intervall'")
        .hasMessageContaining("did you mean 'scoring.rescore-interval'");
  }

  @Test
  void namesAValueThatDoesNotParse() {
    assertRefused("scoring.rescore-interval", "often")
        .hasMessageContaining("'scoring.rescore-interval'")
        .hasMessageContaining("'often'")
        .hasMessageContaining("1 d");
    assertRefused("scoring.ordering", "random").hasMessageContaining("'random'");
    assertRefused("scoring.score-change", "2").hasMessageContaining("[0, 1]");
    assertRefused("scoring.rescore-interval", "0 s").hasMessageContaining("at least 1 s");
  }

  @Test
  void quotesNoValueThatMayBeASecret() {
    for (String key : List.of("kafka.properties", "models.http-headers")) {
      assertRefused(key, "a-secret-and-no-map")
          .hasMessageContaining(key)
          .hasMessageNotContaining("a-secret-and-no-map")
          .hasStackTraceContaining("does not parse")
          .satisfies(
              failure ->
                  assertThat(failure.getCause() == null ? "" : failure.getCause().toString())
                      .doesNotContain("a-secret-and-no-map"));
    }
  }

  @Test
  void readsTrustedKeysFromFilesAndFromTheirText() throws IOException {
    SigningKey one = SigningKey.generate();
    SigningKey two = SigningKey.generate();
    Path file = directory.resolve("one.pem");
    one.write(file);
    Map<String, String> entries = new HashMap<>(REQUIRED);
    entries.put(
        "models.trusted-keys", SigningKey.publicFile(file) + ";" + two.verifyingKey().base64());
    ReleaseTerms terms = ReleaseOptions.terms(ScoringConfig.of(entries).configuration());
    assertThat(terms.admission().keys().ids())
        .containsExactlyInAnyOrder(one.verifyingKey().id(), two.verifyingKey().id());
    assertThat(terms.admission().keys().allowsUnsigned()).isFalse();

    entries.put("models.trusted-keys", "/gone/key.pem");
    assertThatThrownBy(() -> ReleaseOptions.terms(ScoringConfig.of(entries).configuration()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'models.trusted-keys' names a file that cannot be read: /gone/key");
  }

  @Test
  void sendsHttpHeadersOnlyToStoresThatAreNamed() {
    Map<String, String> entries = new HashMap<>(REQUIRED);
    entries.put("models.http-headers.Authorization", "Bearer secret");
    assertThatThrownBy(() -> ScoringConfig.of(entries)).hasMessageContaining("needs models.stores");
    entries.put("models.stores", "https://host/models;s3://bucket");
    ReleaseTerms terms = ReleaseOptions.terms(ScoringConfig.of(entries).configuration());
    assertThat(terms.httpHeaders()).containsExactly(Map.entry("Authorization", "Bearer secret"));
    assertThat(terms.stores()).containsExactly("https://host/models", "s3://bucket");
    assertThat(terms.toString()).doesNotContain("secret");
  }

  @Test
  void namesWhatIsMissing() {
    assertThatThrownBy(() -> ScoringConfig.of(Map.of("schema.registry.url", "http://host:1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key 'kafka.bootstrap.servers' is missing");
  }

  @Test
  void namesTheFileAndTheLineOfAYamlItCannotRead() throws IOException {
    Path yaml = Files.writeString(directory.resolve("job.yml"), "scoring:\n  ordering: arrival\n");
    assertThatThrownBy(() -> ScoringConfig.read(yaml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("job.yml: line 1");
  }

  @Test
  void knowsEveryOption() throws IllegalAccessException {
    List<ConfigOption<?>> declared = new java.util.ArrayList<>();
    for (var field :
        Stream.of(
                ScoringOptions.class,
                ReleaseOptions.class,
                GuardOptions.class,
                KafkaOptions.class,
                MasterKeyOptions.class)
            .flatMap(options -> Stream.of(options.getFields()))
            .toList()) {
      if (Modifier.isStatic(field.getModifiers())
          && field.get(null) instanceof ConfigOption<?> option) {
        declared.add(option);
      }
    }
    assertThat(
            Stream.of(
                    ScoringConfig.SCORING,
                    ScoringConfig.RELEASES,
                    GuardOptions.ALL,
                    MasterKeyOptions.ALL,
                    ScoringConfig.KAFKA)
                .flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(declared);
  }

  @Test
  void isDescribedByTheReferencePage() throws IOException {
    Path page = Path.of("../../docs/reference/configuration.md");
    if (Boolean.getBoolean("tidewatch.regenerate")) {
      Files.writeString(page, ConfigReference.page());
    }
    assertThat(page)
        .as(
            "written by: mvn -pl flink-jobs/scoring test -Dtest=ScoringConfigTest"
                + " -Dtidewatch.regenerate=true")
        .hasContent(ConfigReference.page());
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ?> assertRefused(
      String key, String value) {
    Map<String, String> entries = new HashMap<>(REQUIRED);
    entries.put(key, value);
    return assertThatThrownBy(() -> ScoringConfig.of(entries))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
