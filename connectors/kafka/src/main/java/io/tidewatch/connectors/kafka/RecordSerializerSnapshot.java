package io.tidewatch.connectors.kafka;

import io.tidewatch.connectors.kafka.RecordCodec.TopicSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What a savepoint says about how its records were written: the form and the schemas of all topics,
 * in the order that topic bytes count. State of an older version is read with its own schemas and
 * migrated.
 *
 * @param <T> what the serializer writes
 */
public final class RecordSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {
  private static final int VERSION = 1;

  private Form<T> form;
  private List<TopicSchema> schemas;

  /** For Flink, which fills it with {@link #readSnapshot}. */
  public RecordSerializerSnapshot() {}

  RecordSerializerSnapshot(Form<T> form, List<TopicSchema> schemas) {
    this.form = form;
    this.schemas = schemas;
  }

  @Override
  public int getCurrentVersion() {
    return VERSION;
  }

  @Override
  public void writeSnapshot(DataOutputView out) throws IOException {
    out.writeUTF(form.name());
    out.writeInt(schemas.size());
    for (TopicSchema schema : schemas) {
      out.writeUTF(schema.topicName());
      // A schema with its documentation may be longer than writeUTF allows.
      byte[] json = schema.schema().getBytes(StandardCharsets.UTF_8);
      out.writeInt(json.length);
      out.write(json);
    }
  }

  @Override
  @SuppressWarnings("unchecked") // the name says which form it is
  public void readSnapshot(int version, DataInputView in, ClassLoader classLoader)
      throws IOException {
    if (version != VERSION) {
      throw new IOException("serializer snapshot has version " + version + "; known is " + VERSION);
    }
    form = (Form<T>) Form.named(in.readUTF());
    List<TopicSchema> read = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      String topicName = in.readUTF();
      byte[] json = new byte[in.readInt()];
      in.readFully(json);
      read.add(new TopicSchema(topicName, new String(json, StandardCharsets.UTF_8)));
    }
    schemas = List.copyOf(read);
  }

  @Override
  public TypeSerializer<T> restoreSerializer() {
    return new RecordSerializer<>(form, schemas);
  }

  @Override
  public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> oldSnapshot) {
    if (!(oldSnapshot instanceof RecordSerializerSnapshot<T> old) || !old.form.equals(form)) {
      return TypeSerializerSchemaCompatibility.incompatible();
    }
    if (old.schemas.equals(schemas)) {
      return TypeSerializerSchemaCompatibility.compatibleAsIs();
    }
    return old.schemas.stream().allMatch(this::reads)
        ? TypeSerializerSchemaCompatibility.compatibleAfterMigration()
        : TypeSerializerSchemaCompatibility.incompatible();
  }

  private boolean reads(TopicSchema written) {
    return schemas.stream()
        .filter(schema -> schema.topicName().equals(written.topicName()))
        .findFirst()
        .filter(
            schema ->
                SchemaCompatibility.checkReaderWriterCompatibility(parse(schema), parse(written))
                        .getType()
                    == SchemaCompatibilityType.COMPATIBLE)
        .isPresent();
  }

  private static Schema parse(TopicSchema schema) {
    return new Schema.Parser().parse(schema.schema());
  }
}
