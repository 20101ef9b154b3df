package io.tidewatch.scoring;

import java.io.Serializable;
import java.util.function.Supplier;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Tells Flink which serializer a type of ours has. */
final class LayoutTypeInfo<T> extends TypeInformation<T> {
  private static final long serialVersionUID = 1L;

  /** Makes serializers. */
  interface Serializers<T> extends Supplier<TypeSerializer<T>>, Serializable {}

  private final Class<T> type;
  private final Serializers<T> serializers;

  LayoutTypeInfo(Class<T> type, Serializers<T> serializers) {
    this.type = type;
    this.serializers = serializers;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return serializers.get();
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public String toString() {
    return type.getSimpleName();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LayoutTypeInfo<?> info && info.type == type;
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof LayoutTypeInfo;
  }
}
