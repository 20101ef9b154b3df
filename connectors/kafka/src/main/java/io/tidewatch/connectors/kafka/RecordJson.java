package io.tidewatch.connectors.kafka;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.specific.SpecificRecord;

/**
 * Shows records as JSON for people and scripts: times as ISO 8601 text, enums by name, bytes in
 * Base64. One way only.
 */
public final class RecordJson {
  private RecordJson() {}

  /** Returns the record as a JSON object with the fields in the order of the schema. */
  public static ObjectNode of(SpecificRecord record) {
    throw new UnsupportedOperationException();
  }
}
