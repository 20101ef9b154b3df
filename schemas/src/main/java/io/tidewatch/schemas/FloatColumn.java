package io.tidewatch.schemas;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.AbstractList;
import java.util.RandomAccess;

/** Numbers of float32 for an array of a record, side by side and not in objects. Not changed. */
public final class FloatColumn extends AbstractList<Float> implements RandomAccess {
  private final float[] values;
  private final int size;

  private FloatColumn(float[] values, int size) {
    this.values = values;
    this.size = size;
  }

  /**
   * Returns the first of some numbers.
   *
   * @param values kept, not copied; not to be changed any more
   */
  public static FloatColumn of(float[] values, int size) {
    if (size < 0 || size > values.length) {
      throw new IllegalArgumentException(
          "size=%d must be 0 to %d, the length of the values".formatted(size, values.length));
    }
    return new FloatColumn(values, size);
  }

  @Override
  public Float get(int index) {
    return getFloat(index);
  }

  /** Returns one of them. */
  public float getFloat(int index) {
    if (index >= size) {
      throw new IndexOutOfBoundsException("there are " + size + ", and none at " + index);
    }
    return values[index];
  }

  @Override
  public int size() {
    return size;
  }

  /**
   * Writes all of them as Avro does, four bytes each, the least significant first.
   *
   * @param target has room for them at {@code start}
   */
  public void copyTo(byte[] target, int start) {
    ByteBuffer.wrap(target, start, size * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .put(values, 0, size);
  }
}
