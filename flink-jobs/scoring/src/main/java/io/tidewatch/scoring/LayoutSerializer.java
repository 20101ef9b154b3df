package io.tidewatch.scoring;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A serializer over a layout of our own that carries its version, so that all versions are read by
 * the same class. Subclasses have no settings, so that one instance is as good as another.
 */
abstract class LayoutSerializer<T> extends TypeSerializerSingleton<T> {
  private static final long serialVersionUID = 1L;

  private final boolean immutable;

  LayoutSerializer(boolean immutable) {
    this.immutable = immutable;
  }

  @Override
  public final boolean isImmutableType() {
    return immutable;
  }

  @Override
  public final T copy(T from) {
    if (immutable) {
      return from;
    }
    try {
      DataOutputSerializer out = new DataOutputSerializer(1_024);
      serialize(from, out);
      return deserialize(new DataInputDeserializer(out.getSharedBuffer(), 0, out.length()));
    } catch (IOException e) {
      throw new IllegalStateException("a layout must read what it wrote", e);
    }
  }

  @Override
  public final T copy(T from, T reuse) {
    return copy(from);
  }

  @Override
  public final void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public final T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public final int getLength() {
    return -1;
  }
}
