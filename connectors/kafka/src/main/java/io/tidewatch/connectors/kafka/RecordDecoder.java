package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Turns Kafka values in the {@link WireFormat} into records. What an older or newer writer wrote is
 * read as this version's record. For one thread.
 */
final class RecordDecoder {
  private final IntFunction<Optional<Schema>> registry;
  private final Map<Long, Writer> writers = new HashMap<>();
  private final BodyCheck bodyCheck = new BodyCheck();
  private BinaryDecoder decoder;

  /** A writer's schema, and how its records are read as the topic's; the reader is null if not. */
  private record Writer(
      Schema schema, DatumReader<SpecificRecord> reader, DeadLetterReason reason, String problem) {}

  /** Makes a decoder that asks a registry for the schemas of ids. */
  RecordDecoder(IntFunction<Optional<Schema>> registry) {
    this.registry = registry;
  }

  /**
   * Returns the record in a value.
   *
   * @throws Undecodable if there is none
   * @throws RegistryUnavailableException if the registry does not say what the schema is
   */
  SpecificRecord decode(Topic topic, byte[] value) throws Undecodable {
    if (!WireFormat.isFramed(value)) {
      throw new Undecodable(
          DeadLetterReason.NOT_FRAMED,
          null,
          null,
          null,
          value.length < WireFormat.HEADER_BYTES
              ? "the value has " + value.length + " bytes; a framed one has at least 5"
              : "the value begins with byte " + value[0] + "; a framed one begins with 0");
    }
    int id = WireFormat.schemaId(value);
    Writer writer = writer(topic, id);
    String name = writer.schema().getFullName();
    if (writer.reader() == null) {
      throw new Undecodable(writer.reason(), id, name, null, writer.problem());
    }
    try {
      bodyCheck.check(writer.schema(), value, WireFormat.HEADER_BYTES);
      decoder =
          DecoderFactory.get()
              .binaryDecoder(
                  value, WireFormat.HEADER_BYTES, value.length - WireFormat.HEADER_BYTES, decoder);
      return writer.reader().read(null, decoder);
    } catch (BodyCheck.Fault fault) {
      throw new Undecodable(
          DeadLetterReason.UNDECODABLE,
          id,
          name,
          fault.path().isEmpty() ? null : fault.path(),
          fault.getMessage());
    } catch (IOException | RuntimeException e) {
      // The message of a decoder may quote the data, so only its kind is kept.
      throw new Undecodable(
          DeadLetterReason.UNDECODABLE,
          id,
          name,
          null,
          "the body cannot be read as "
              + topic.schema().getFullName()
              + ": "
              + e.getClass().getSimpleName());
    }
  }

  private Writer writer(Topic topic, int id) throws Undecodable {
    long key = (long) topic.ordinal() << 32 | id & 0xffffffffL;
    Writer writer = writers.get(key);
    if (writer == null) {
      Optional<Schema> schema = registry.apply(id);
      if (schema.isEmpty()) {
        // Not kept here: the registry client knows for how long.
        throw new Undecodable(
            DeadLetterReason.UNKNOWN_SCHEMA,
            id,
            null,
            null,
            "the registry has no Avro schema with id " + id);
      }
      writer = resolve(topic, schema.get());
      writers.put(key, writer);
    }
    return writer;
  }

  private static Writer resolve(Topic topic, Schema schema) {
    Schema expected = topic.schema();
    if (schema.getType() != Schema.Type.RECORD
        || !schema.getFullName().equals(expected.getFullName())) {
      return new Writer(
          schema,
          null,
          DeadLetterReason.WRONG_RECORD,
          "the record is a "
              + schema.getFullName()
              + "; topic "
              + topic.topicName()
              + " carries "
              + expected.getFullName());
    }
    try {
      var result = SchemaCompatibility.checkReaderWriterCompatibility(expected, schema).getResult();
      if (result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE) {
        return new Writer(
            schema,
            new SpecificDatumReader<>(
                schema, expected, SpecificData.getForClass(topic.recordClass())),
            null,
            null);
      }
      var fault = result.getIncompatibilities().get(0);
      return new Writer(
          schema,
          null,
          DeadLetterReason.WRONG_RECORD,
          "the schema cannot be read as this version's "
              + expected.getFullName()
              + ": "
              + fault.getType()
              + " at "
              + fault.getLocation());
    } catch (AvroRuntimeException e) {
      return new Writer(
          schema, null, DeadLetterReason.WRONG_RECORD, "the schema cannot be resolved");
    }
  }
}
