package io.tidewatch.platform.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkConfigTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("DB_PASSWORD", "hidden word\n");

  @TempDir private Path directory;

  @Test
  void readsWhatTheSinkNeeds() {
    Map<String, String> entries = entries();
    entries.put("sink.topics", "customer-scores;suppressions");
    entries.put("sink.batch-size", "100");
    entries.put("database.schema", "churn");
    entries.put("database.properties.sslmode", "verify-full");
    entries.put("kafka.properties.security.protocol", "SSL");
    SinkConfig config = SinkConfig.of(entries, ENVIRONMENT::get);
    assertThat(config.topics()).containsExactly(Topic.CUSTOMER_SCORES, Topic.SUPPRESSIONS);
    assertThat(config.database().password()).contains("hidden word");
    assertThat(config.database().schema()).isEqualTo("churn");
    assertThat(config.database().properties()).containsExactly(Map.entry("sslmode", "verify-full"));
    assertThat(config.kafka().get(KafkaOptions.PROPERTIES))
        .containsEntry("max.poll.records", "100")
        .containsEntry("security.protocol", "SSL");
    assertThat(config.kafka().toMap().keySet())
        .noneMatch(key -> key.startsWith("sink") || key.startsWith("database"));
    assertThat(config.toString()).doesNotContain("hidden");
  }

  @Test
  void readsTheFourTopicsOfDecisionsUnlessToldOtherwise() {
    assertThat(SinkConfig.of(entries(), ENVIRONMENT::get).topics())
        .containsExactly(
            Topic.CHURN_ALERTS, Topic.NEXT_BEST_OFFERS, Topic.CUSTOMER_SCORES, Topic.OUTCOMES);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertRefused("sink.topic", "outcomes").hasMessageContaining("did you mean 'sink.topics'");
    assertRefused("sink.topics", "customers")
        .hasMessageContaining("sink.topics: topic 'customers' has no table")
        .hasMessageContaining("customer-scores");
    assertRefused("sink.topics", "scores").hasMessageContaining("unknown topic 'scores'");
    assertRefused("sink.batch-size", "0").hasMessageContaining("sink.batch-size=0 must be 1 to");
    assertRefused("database.url", "localhost").hasMessageContaining("database.url=localhost");
    assertRefused("database.properties.sslmood", "require")
        .hasMessageContaining("database.properties.sslmood");
  }

  @Test
  void takesThePasswordFromAFileOrAVariableAndNeverQuotesIt() throws IOException {
    assertRefused("database.password", "hidden word")
        .hasMessageContaining("unknown key 'database.password'")
        .hasMessageNotContaining("hidden word");
    assertRefused("database.password-env", "NO_SUCH").hasMessageContaining("NO_SUCH");
    assertRefused("database.password-file", "/etc/secret").hasMessageContaining("remove one");
    Path secret = Files.writeString(directory.resolve("secret"), "other word\n");
    Map<String, String> entries = entries();
    entries.remove("database.password-env");
    assertThat(SinkConfig.of(entries, ENVIRONMENT::get).database().password()).isEmpty();
    entries.put("database.password-file", secret.toString());
    assertThat(SinkConfig.of(entries, ENVIRONMENT::get).database().password())
        .contains("other word");
  }

  @Test
  void isDescribedByTheReferencePage() throws IOException {
    Path page = Path.of("../../docs/reference/databases.md");
    if (Boolean.getBoolean("tidewatch.regenerate")) {
      Files.writeString(page, SinkReference.page());
    }
    assertThat(page)
        .as(
            "written by: mvn -pl flink-jobs/platform -am test -Dtest=SinkConfigTest"
                + " -Dtidewatch.regenerate=true")
        .hasContent(SinkReference.page());
  }

  private static Map<String, String> entries() {
    return new HashMap<>(
        Map.of(
            "kafka.bootstrap.servers", "host:9092",
            "schema.registry.url", "http://host:8081",
            "database.url", "jdbc:postgresql://db.example:5432/shop",
            "database.user", "sink",
            "database.password-env", "DB_PASSWORD"));
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(String key, String value) {
    Map<String, String> entries = entries();
    entries.put(key, value);
    return assertThatThrownBy(() -> SinkConfig.of(entries, ENVIRONMENT::get))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
