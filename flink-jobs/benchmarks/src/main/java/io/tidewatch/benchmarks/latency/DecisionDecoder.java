package io.tidewatch.benchmarks.latency;

import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Finds out which event triggered a decision. Reads two fields and skips the others: a reader that
 * decoded whole feature vectors would take the broker's core. One thread.
 */
final class DecisionDecoder {
  /** Magic byte and schema id before the Avro body. */
  static final int HEADER_BYTES = 5;

  /** The topics whose records name the event that triggered them, and what is on them. */
  static final Map<Topic, DecisionKind> TOPICS =
      new EnumMap<>(
          Map.of(
              Topic.DECISION_LOG, DecisionKind.SCORE,
              Topic.CHURN_ALERTS, DecisionKind.ALERT,
              Topic.NEXT_BEST_OFFERS, DecisionKind.OFFER,
              Topic.SUPPRESSIONS, DecisionKind.SUPPRESSION));

  private static final String TRIGGER = "triggerEventId";
  private static final String KIND = "kind";

  private final Map<Topic, GenericDatumReader<GenericRecord>> readers = new EnumMap<>(Topic.class);
  private BinaryDecoder decoder;

  DecisionDecoder() {
    TOPICS
        .keySet()
        .forEach(
            topic ->
                readers.put(
                    topic, new GenericDatumReader<>(topic.schema(), projection(topic.schema()))));
  }

  private static Schema projection(Schema schema) {
    List<Schema.Field> fields =
        schema.getFields().stream()
            .filter(field -> field.name().equals(TRIGGER) || field.name().equals(KIND))
            .map(field -> new Schema.Field(field, field.schema()))
            .toList();
    return Schema.createRecord(schema.getName(), null, schema.getNamespace(), false, fields);
  }

  /**
   * Returns the number of the event that triggered a record; -1 if none did, or if the record only
   * repeats on decision-log what stands on a topic of its own.
   */
  long number(Topic topic, byte[] value) {
    decoder =
        DecoderFactory.get()
            .binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, decoder);
    try {
      GenericRecord record = readers.get(topic).read(null, decoder);
      boolean repeats =
          topic == Topic.DECISION_LOG
              && !record.get(KIND).toString().equals(DecisionKind.SCORE.name());
      return repeats ? -1 : EventNumbers.number((CharSequence) record.get(TRIGGER));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a record of " + topic.topicName(), e);
    }
  }
}
