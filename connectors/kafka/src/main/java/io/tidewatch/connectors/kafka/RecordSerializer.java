package io.tidewatch.connectors.kafka;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Flink's serializer of records and of what is built around them. Values count as immutable, so
 * they are never copied in memory. For one thread, as Flink asks; {@link #duplicate} gives another.
 */
final class RecordSerializer<T> extends TypeSerializer<T> {
  private static final long serialVersionUID = 1L;

  private final Form<T> form;
  private final List<RecordCodec.TopicSchema> schemas;
  private transient RecordCodec codec;

  RecordSerializer(Form<T> form, List<RecordCodec.TopicSchema> schemas) {
    this.form = form;
    this.schemas = schemas;
  }

  private RecordCodec codec() {
    if (codec == null) {
      codec = new RecordCodec(schemas);
    }
    return codec;
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return new RecordSerializer<>(form, schemas);
  }

  @Override
  public T createInstance() {
    return null; // Flink's way to say that there is no empty value
  }

  @Override
  public T copy(T from) {
    return from;
  }

  @Override
  public T copy(T from, T reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(T value, DataOutputView target) throws IOException {
    form.write(value, codec(), target);
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    return form.read(codec(), source);
  }

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    form.copy(source, target);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordSerializer<?> that
        && that.form.equals(form)
        && that.schemas.equals(schemas);
  }

  @Override
  public int hashCode() {
    return form.hashCode();
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    return new RecordSerializerSnapshot<>(form, schemas);
  }
}
