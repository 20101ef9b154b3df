package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes records between Flink's tasks and into its state. For one thread.
 *
 * <pre>
 *   1 byte     topic: place in the list of schemas that the serializer's snapshot keeps
 *   4 bytes    length of the body
 *   length     Avro binary body
 * </pre>
 *
 * The length lets a record be copied without decoding it.
 */
final class RecordCodec {
  private static final int KEPT_BUFFER = 64 << 10;

  private final List<TopicSchema> schemas;
  private final RecordEncoder.RecordWriters writers = new RecordEncoder.RecordWriters();
  private final SpecificDatumReader<?>[] readers;
  private final ArrayEncoder encoder = new ArrayEncoder(512);
  private byte[] in = new byte[512];
  private BinaryDecoder decoder;

  /** The schema with which records of a topic were written, as JSON. */
  record TopicSchema(String topicName, String schema) implements Serializable {}

  /** Makes a codec that reads what was written with such schemas, and writes with today's. */
  RecordCodec(List<TopicSchema> schemas) {
    this.schemas = schemas;
    this.readers = new SpecificDatumReader<?>[schemas.size()];
  }

  /** Returns the schemas of this version, in the order of the catalogue. */
  static List<TopicSchema> currentSchemas() {
    return Arrays.stream(Topic.values())
        .map(topic -> new TopicSchema(topic.topicName(), topic.schema().toString()))
        .toList();
  }

  void write(SpecificRecord record, DataOutputView target) throws IOException {
    Topic topic = Topic.of(record);
    encoder.begin(0);
    writers.of(topic).write(record, encoder);
    target.writeByte(topic.ordinal());
    target.writeInt(encoder.size());
    encoder.copyTo(target);
  }

  SpecificRecord read(DataInputView source) throws IOException {
    int place = source.readByte();
    int length = source.readInt();
    byte[] body = length <= KEPT_BUFFER ? buffer(length) : new byte[length];
    source.readFully(body, 0, length);
    decoder = DecoderFactory.get().binaryDecoder(body, 0, length, decoder);
    return (SpecificRecord) reader(place).read(null, decoder);
  }

  static void copy(DataInputView source, DataOutputView target) throws IOException {
    target.writeByte(source.readByte());
    int length = source.readInt();
    target.writeInt(length);
    // Not target.write(source, length): Flink's growing buffer does not grow for it.
    byte[] body = new byte[length];
    source.readFully(body);
    target.write(body);
  }

  static void writeTopic(Topic topic, DataOutputView target) throws IOException {
    target.writeByte(topic.ordinal());
  }

  Topic readTopic(DataInputView source) throws IOException {
    return Topic.named(schemas.get(source.readByte()).topicName());
  }

  private byte[] buffer(int length) {
    if (in.length < length) {
      in = new byte[Math.max(length, 2 * in.length)];
    }
    return in;
  }

  private SpecificDatumReader<?> reader(int place) {
    SpecificDatumReader<?> reader = readers[place];
    if (reader == null) {
      Topic topic = Topic.named(schemas.get(place).topicName());
      reader =
          new SpecificDatumReader<>(
              new Schema.Parser().parse(schemas.get(place).schema()),
              topic.schema(),
              SpecificData.getForClass(topic.recordClass()));
      readers[place] = reader;
    }
    return reader;
  }
}
