package io.tidewatch.training.imports.dl4j;

import io.tidewatch.training.imports.RefusedImportException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * coefficients.bin: all parameters of a network in one row, as ND4J writes arrays (Nd4j.write), big
 * endian.
 *
 * <pre>
 * text "MIXED_DATA_TYPES" | long n | text "LONG"  | n longs: rank, extents, strides, flags, 1, order
 * text "MIXED_DATA_TYPES" | long m | text "FLOAT" | m floats
 * </pre>
 *
 * <p>A text is its length in 2 bytes, then UTF-8.
 */
final class Coefficients {
  private static final int MAX_NAME = 64;
  private static final int MAX_RANK = 2;
  private static final int ROW = 4;

  private final ByteBuffer in;

  private Coefficients(byte[] file) {
    in = ByteBuffer.wrap(file);
  }

  /**
   * @param expected how many parameters the configuration has
   * @throws RefusedImportException if the file has another number, or is no array of floats
   */
  static float[] read(byte[] file, long expected) {
    try {
      return new Coefficients(file).read(expected);
    } catch (BufferUnderflowException e) {
      throw new RefusedImportException("coefficients.bin ends too early; save the model anew", e);
    }
  }

  private float[] read(long expected) {
    requireText("MIXED_DATA_TYPES", "LONG_SHAPE", "HEAP", "DIRECT", "JAVACPP");
    long header = in.getLong();
    String type = text();
    if (!type.equals("LONG") || header < ROW || header > 2 * MAX_RANK + ROW) {
      throw refused(
          "describes its shape by %d numbers of type %s; known are up to %d of type LONG"
              .formatted(header, RefusedImportException.printable(type), 2 * MAX_RANK + ROW));
    }
    var shape = new long[(int) header];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = in.getLong();
    }
    long count = count(shape);
    if (count != expected) {
      throw refused(
          "has %d parameters in its shape, the configuration has %d".formatted(count, expected));
    }
    requireText("MIXED_DATA_TYPES", "LONG_SHAPE", "HEAP", "DIRECT", "JAVACPP");
    long length = in.getLong();
    String element = text();
    if (!element.equals("FLOAT")) {
      throw refused(
          "has elements of type %s; train with data type FLOAT"
              .formatted(RefusedImportException.printable(element)));
    }
    if (length != count || (long) in.remaining() != count * Float.BYTES) {
      throw refused(
          "has %d bytes for %d floats, its shape has %d".formatted(in.remaining(), length, count));
    }
    var values = new float[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.getFloat();
      if (!Float.isFinite(values[i])) {
        throw refused("[%d]=%s is not finite; look for divergence".formatted(i, values[i]));
      }
    }
    return values;
  }

  /** Returns how many values a row has; refuses what is no row. */
  private static long count(long[] shape) {
    long rank = shape[0];
    if (rank < 1 || rank > MAX_RANK || shape.length != 2 * rank + ROW) {
      throw refused("has rank " + rank + "; parameters are one row");
    }
    if (rank == MAX_RANK && shape[1] != 1) {
      throw refused("has " + shape[1] + " rows; parameters are one row");
    }
    return shape[(int) rank];
  }

  private void requireText(String... known) {
    String text = text();
    for (String candidate : known) {
      if (candidate.equals(text)) {
        return;
      }
    }
    throw refused(
        "begins with '%s', not as ND4J writes arrays"
            .formatted(RefusedImportException.printable(text)));
  }

  private String text() {
    int length = in.getShort() & 0xffff;
    if (length > MAX_NAME) {
      throw refused("has a name of " + length + " bytes, not as ND4J writes arrays");
    }
    var bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static RefusedImportException refused(String what) {
    return new RefusedImportException("coefficients.bin " + what);
  }
}
