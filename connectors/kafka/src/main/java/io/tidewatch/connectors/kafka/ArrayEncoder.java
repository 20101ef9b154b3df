package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.FloatColumn;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.BinaryData;
import org.apache.avro.io.BinaryEncoder;

/**
 * Avro's binary encoding into one array that grows, without a stream or a buffer between. Strings
 * of ASCII characters, which ids are, go in without an array of their own. One thread.
 */
final class ArrayEncoder extends BinaryEncoder {
  private static final int LARGEST_NUMBER = 10; // bytes of a long
  private static final int LONGEST_CHECKED = 128; // longer strings are rarely ids

  private byte[] array;
  private int size;

  ArrayEncoder(int capacity) {
    array = new byte[capacity];
  }

  /** Begins anew behind so many zero bytes. */
  void begin(int headerBytes) {
    room(headerBytes);
    Arrays.fill(array, 0, headerBytes, (byte) 0);
    size = headerBytes;
  }

  /** Returns a copy of all that was written since it began. */
  byte[] toBytes() {
    return Arrays.copyOf(array, size);
  }

  /** Returns how many bytes were written since it began. */
  int size() {
    return size;
  }

  /** Returns a copy of what was written behind so many bytes. */
  byte[] bytesFrom(int start) {
    return Arrays.copyOfRange(array, start, size);
  }

  /** Writes all of them to a target. */
  void copyTo(DataOutput target) throws IOException {
    target.write(array, 0, size);
  }

  private void room(int bytes) {
    if (array.length - size < bytes) {
      array = Arrays.copyOf(array, Math.max(size + bytes, 2 * array.length));
    }
  }

  @Override
  public void writeString(String string) {
    int length = string.length();
    if (length > LONGEST_CHECKED || !putAscii(string, length)) {
      byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
      writeInt(bytes.length);
      writeFixed(bytes, 0, bytes.length);
    }
  }

  /** Leaves nothing behind if there is another character. */
  private boolean putAscii(String string, int length) {
    int before = size;
    writeInt(length);
    room(length);
    int at = size;
    for (int i = 0; i < length; i++) {
      char character = string.charAt(i);
      if (character >= 0x80) {
        size = before;
        return false;
      }
      array[at++] = (byte) character;
    }
    size = at;
    return true;
  }

  @Override
  public void writeBoolean(boolean value) {
    room(1);
    array[size++] = (byte) (value ? 1 : 0);
  }

  @Override
  public void writeInt(int value) {
    room(LARGEST_NUMBER);
    size += BinaryData.encodeInt(value, array, size);
  }

  @Override
  public void writeLong(long value) {
    room(LARGEST_NUMBER);
    size += BinaryData.encodeLong(value, array, size);
  }

  @Override
  public void writeFloat(float value) {
    room(Float.BYTES);
    size += BinaryData.encodeFloat(value, array, size);
  }

  /** Writes the items of an array, without their count. */
  void writeFloats(FloatColumn values) {
    int bytes = values.size() * Float.BYTES;
    room(bytes);
    values.copyTo(array, size);
    size += bytes;
  }

  @Override
  public void writeDouble(double value) {
    room(Double.BYTES);
    size += BinaryData.encodeDouble(value, array, size);
  }

  @Override
  public void writeFixed(byte[] bytes, int start, int length) {
    room(length);
    System.arraycopy(bytes, start, array, size, length);
    size += length;
  }

  @Override
  protected void writeZero() {
    room(1);
    array[size++] = 0;
  }

  @Override
  public int bytesBuffered() {
    return 0;
  }

  @Override
  public void flush() {}
}
