package io.tidewatch.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.JsonSchemaParser;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/**
 * The versions of a topic's schema that were released, kept as resources {@code
 * history/<topic>/v<N>.avsc}. Every version must be able to read every other one (FULL_TRANSITIVE),
 * so that producers and consumers can be upgraded in any order and old records stay readable.
 */
public final class SchemaHistory {
  private SchemaHistory() {}

  /** Returns the released versions, oldest first. */
  public static List<Schema> versions(Topic topic) {
    List<Schema> versions = new ArrayList<>();
    for (int version = 1; ; version++) {
      try (InputStream in = SchemaHistory.class.getResourceAsStream(resource(topic, version))) {
        if (in == null) {
          return List.copyOf(versions);
        }
        String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        versions.add(JsonSchemaParser.parseInternal(json));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + resource(topic, version), e);
      }
    }
  }

  /** Returns the name of a version's resource, relative to this class. */
  static String resource(Topic topic, int version) {
    return "history/" + topic.topicName() + "/v" + version + ".avsc";
  }

  /**
   * Returns why two schemas of a topic cannot stand side by side: one sentence per fault, none if
   * each can read what the other wrote.
   */
  public static List<String> conflicts(Schema one, Schema other) {
    List<String> conflicts = new ArrayList<>();
    collect(one, other, conflicts);
    collect(other, one, conflicts);
    return List.copyOf(conflicts);
  }

  private static void collect(Schema reader, Schema writer, List<String> conflicts) {
    var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
    if (result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE) {
      return;
    }
    for (var fault : result.getIncompatibilities()) {
      conflicts.add(fault.getType() + " at " + fault.getLocation() + ": " + fault.getMessage());
    }
  }
}
