package io.tidewatch.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.JsonSchemaParser;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaHistoryTest {
  private static final String COMMAND =
      "mvn -pl schemas test -Dtest=SchemaHistoryTest -Dschemas.release";
  private static final Path SOURCES =
      Path.of("src/main/resources", SchemaHistory.class.getPackageName().replace('.', '/'));

  /** With {@code -Dschemas.release}, writes the next version of each topic that has changed. */
  @BeforeAll
  static void release() throws IOException {
    if (System.getProperty("schemas.release") == null) {
      return;
    }
    for (Topic topic : Topic.values()) {
      List<Schema> versions = SchemaHistory.versions(topic);
      if (versions.isEmpty() || !json(versions.get(versions.size() - 1)).equals(json(topic))) {
        for (Path root : List.of(SOURCES, Path.of("target/classes/io/tidewatch/schemas"))) {
          Path file = root.resolve(SchemaHistory.resource(topic, versions.size() + 1));
          Files.createDirectories(file.getParent());
          Files.writeString(file, json(topic) + "\n");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theCurrentSchemaIsTheNewestReleasedVersion(Topic topic) {
    List<Schema> versions = SchemaHistory.versions(topic);
    assertThat(versions)
        .as("no version of %s is kept; write it with: %s", topic.subject(), COMMAND)
        .isNotEmpty();
    assertThat(json(topic))
        .as(
            "the schema of %s differs from %s; if the change is meant, write the next version with: %s",
            topic.topicName(), SchemaHistory.resource(topic, versions.size()), COMMAND)
        .isEqualTo(json(versions.get(versions.size() - 1)));
  }

  @ParameterizedTest
  @EnumSource
  void everyReleasedVersionReadsTheCurrentOneAndIsReadByIt(Topic topic) {
    List<Schema> versions = SchemaHistory.versions(topic);
    for (int version = 1; version <= versions.size(); version++) {
      assertThat(SchemaHistory.conflicts(topic.schema(), versions.get(version - 1)))
          .as("%s against version %d", topic.subject(), version)
          .isEmpty();
    }
  }

  @Test
  void findsAFieldWithoutADefault() {
    assertThat(conflicts("\"fields\":[", "\"fields\":[{\"name\":\"shop\",\"type\":\"string\"},"))
        .anyMatch(conflict -> conflict.startsWith("READER_FIELD_MISSING_DEFAULT_VALUE"));
  }

  @Test
  void findsARenamedField() {
    assertThat(conflicts("\"name\":\"orderId\"", "\"name\":\"orderNumber\"")).isNotEmpty();
  }

  @Test
  void findsAChangedType() {
    assertThat(conflicts("\"type\":\"int\"", "\"type\":\"string\""))
        .anyMatch(conflict -> conflict.startsWith("TYPE_MISMATCH"));
  }

  @Test
  void allowsAFieldWithADefault() {
    assertThat(
            conflicts(
                "\"fields\":[",
                "\"fields\":[{\"name\":\"shop\",\"type\":\"string\",\"default\":\"\"},"))
        .isEmpty();
  }

  @Test
  void allowsANewEnumSymbol() {
    assertThat(conflicts("\"REFUND\"", "\"REFUND\",\"EXCHANGE\"")).isEmpty();
  }

  private static List<String> conflicts(String text, String replacement) {
    String json = Topic.PURCHASES.schema().toString();
    assertThat(json).contains(text);
    int at = json.indexOf(text);
    String changed = json.substring(0, at) + replacement + json.substring(at + text.length());
    return SchemaHistory.conflicts(
        JsonSchemaParser.parseInternal(changed), Topic.PURCHASES.schema());
  }

  private static String json(Topic topic) {
    return json(topic.schema());
  }

  private static String json(Schema schema) {
    return schema.toString(true);
  }
}
