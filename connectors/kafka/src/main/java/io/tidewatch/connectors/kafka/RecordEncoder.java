package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.FloatColumn;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.SuppressionReason;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.ToIntBiFunction;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Encoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Turns records into Kafka values in the {@link WireFormat}. Registers the schema of a topic when
 * its first record is written. For one thread.
 */
public final class RecordEncoder {
  private static final int CAPACITY = 8 << 10;

  private final ToIntBiFunction<String, Schema> registry;
  private final Integer[] schemaIds = new Integer[Topic.values().length];
  private final RecordWriters writers = new RecordWriters();
  private final ArrayEncoder encoder = new ArrayEncoder(CAPACITY);

  /** Creates an encoder that registers schemas with a registry. */
  public RecordEncoder(SchemaRegistryClient registry) {
    this(registry::register);
  }

  RecordEncoder(ToIntBiFunction<String, Schema> registry) {
    this.registry = registry;
  }

  /**
   * Returns the framed bytes of a record.
   *
   * @throws SchemaRejectedException if the registry refuses the record's schema
   * @throws RegistryUnavailableException if the registry does not answer
   * @throws IllegalArgumentException if no topic carries such records
   */
  public byte[] encode(SpecificRecord record) {
    Topic topic = Topic.of(record);
    Integer id = schemaIds[topic.ordinal()];
    if (id == null) {
      id = registry.applyAsInt(topic.subject(), topic.schema());
      schemaIds[topic.ordinal()] = id;
    }
    encoder.begin(WireFormat.HEADER_BYTES);
    try {
      writers.of(topic).write(record, encoder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode a record of " + topic.topicName(), e);
    }
    byte[] value = encoder.toBytes();
    WireFormat.putHeader(value, id);
    return value;
  }

  /**
   * One Avro writer per topic, made when first needed. Records without times, also within others,
   * write themselves by the code that Avro generated with them.
   */
  static final class RecordWriters {
    private final FastWriter[] writers = new FastWriter[Topic.values().length];

    DatumWriter<SpecificRecord> of(Topic topic) {
      FastWriter writer = writers[topic.ordinal()];
      if (writer == null) {
        writer = new FastWriter(topic.schema(), model(topic));
        writers[topic.ordinal()] = writer;
      }
      return writer;
    }

    private static SpecificData model(Topic topic) {
      SpecificData model = new SpecificData();
      SpecificData.getForClass(topic.recordClass())
          .getConversions()
          .forEach(model::addLogicalTypeConversion);
      model.setCustomCoders(true);
      return model;
    }
  }

  /** Writes what decisions have most of without a search for how. */
  private static final class FastWriter extends SpecificDatumWriter<SpecificRecord> {
    private static final int FEWEST_KEPT = 8;

    private final Schema ofRecord;
    private final Kept ids = new Kept(); // the last long list that cannot change
    private final Kept policy = new Kept(); // the last one that a record has within

    FastWriter(Schema schema, SpecificData model) {
      super(schema, model);
      ofRecord = schema;
    }

    /** Nearly all unions are of null and something else. */
    @Override
    protected int resolveUnion(Schema union, Object datum) {
      List<Schema> branches = union.getTypes();
      boolean nullFirst = branches.size() == 2 && branches.get(0).getType() == Schema.Type.NULL;
      if (!nullFirst) {
        return super.resolveUnion(union, datum);
      }
      return datum == null ? 0 : 1;
    }

    /** Each decision has the whole policy: the same object, which is not changed, until another. */
    @Override
    protected void writeRecord(Schema schema, Object datum, Encoder out) throws IOException {
      if (datum instanceof Policy && schema != ofRecord && out instanceof ArrayEncoder to) {
        policy.write(datum, to, () -> super.writeRecord(schema, datum, to));
      } else {
        super.writeRecord(schema, datum, out);
      }
    }

    /** A decision on hundreds of offers lists them all. */
    @Override
    protected void writeArray(Schema schema, Object datum, Encoder out) throws IOException {
      if (datum instanceof FloatColumn floats && out instanceof ArrayEncoder to) {
        writeFloats(floats, to);
      } else if (datum instanceof List<?> list
          && !list.isEmpty()
          && list.get(0) instanceof SuppressionReason) {
        writeReasons(list, out);
      } else if (datum instanceof List<?> list && isKept(list) && out instanceof ArrayEncoder to) {
        ids.write(list, to, () -> super.writeArray(schema, list, to));
      } else {
        super.writeArray(schema, datum, out);
      }
    }

    private static void writeFloats(FloatColumn floats, ArrayEncoder out) throws IOException {
      out.writeArrayStart();
      out.setItemCount(floats.size());
      out.writeFloats(floats);
      out.writeArrayEnd();
    }

    /** The constants of generated code are in the order of the schema. */
    private static void writeReasons(List<?> reasons, Encoder out) throws IOException {
      out.writeArrayStart();
      out.setItemCount(reasons.size());
      for (int i = 0; i < reasons.size(); i++) {
        out.writeEnum(((SuppressionReason) reasons.get(i)).ordinal());
      }
      out.writeArrayEnd();
    }

    /** Long lists that cannot change, such as the ids of all live offers: their copy is itself. */
    private static boolean isKept(List<?> list) {
      return list.size() >= FEWEST_KEPT && List.copyOf(list) == list;
    }
  }

  /** What came last, and the bytes that it is: the same comes with decision after decision. */
  private static final class Kept {
    private Object value;
    private byte[] bytes;

    /** Writes the value. */
    interface Writing {
      void write() throws IOException;
    }

    void write(Object again, ArrayEncoder out, Writing writing) throws IOException {
      if (again == value) {
        out.writeFixed(bytes, 0, bytes.length);
      } else {
        int start = out.size();
        writing.write();
        bytes = out.bytesFrom(start);
        value = again;
      }
    }
  }
}
