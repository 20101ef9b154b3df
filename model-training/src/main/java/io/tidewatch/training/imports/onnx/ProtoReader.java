package io.tidewatch.training.imports.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidewatch.training.imports.RefusedImportException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.DoubleConsumer;
import java.util.function.LongConsumer;

/**
 * Reads one Protocol Buffers message from an untrusted hand, field by field, as
 * protobuf.dev/programming-guides/encoding lays them out. Allocates nothing but what is asked for,
 * and that never beyond the bytes that are there. One thread.
 *
 * <pre>{@code
 * while (message.next()) {
 *   switch (message.field()) {
 *     case 1 -> name = message.text();
 *     default -> message.skip();
 *   }
 * }
 * }</pre>
 */
final class ProtoReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;
  private static final int MAX_TEXT = 1_000;

  private final ByteBuffer in;
  private int field;
  private int wire;

  private ProtoReader(ByteBuffer in) {
    this.in = in;
  }

  static ProtoReader of(byte[] bytes) {
    return new ProtoReader(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
  }

  /** Goes to the next field; returns false at the end of the message. */
  boolean next() {
    if (!in.hasRemaining()) {
      return false;
    }
    long tag = rawVarint();
    field = (int) (tag >>> 3);
    wire = (int) (tag & 7);
    if (field <= 0 || tag >>> 32 != 0) {
      throw malformed("field number " + (tag >>> 3) + " is impossible");
    }
    return true;
  }

  int field() {
    return field;
  }

  long number() {
    require(VARINT);
    return rawVarint();
  }

  float float32() {
    require(FIXED32);
    return in.getFloat(take(Float.BYTES));
  }

  /** Returns the bytes of the field, not a copy. */
  ByteBuffer bytes() {
    require(BYTES);
    long length = rawVarint();
    if (length < 0 || length > in.remaining()) {
      throw malformed("a field claims " + length + " bytes, " + in.remaining() + " follow");
    }
    int from = take((int) length);
    return in.slice(from, (int) length).order(ByteOrder.LITTLE_ENDIAN);
  }

  ProtoReader message() {
    return new ProtoReader(bytes());
  }

  String text() {
    ByteBuffer bytes = bytes();
    if (bytes.remaining() > MAX_TEXT) {
      throw malformed("a name has " + bytes.remaining() + " bytes, limit " + MAX_TEXT);
    }
    return UTF_8.decode(bytes).toString();
  }

  /** Passes on one number, or the packed numbers of the field. */
  void numbers(LongConsumer to) {
    if (wire == VARINT) {
      to.accept(rawVarint());
      return;
    }
    var packed = new ProtoReader(bytes());
    while (packed.in.hasRemaining()) {
      to.accept(packed.rawVarint());
    }
  }

  /** Passes on one float, or the packed floats of the field. */
  void floats(DoubleConsumer to) {
    if (wire == FIXED32) {
      to.accept(float32());
      return;
    }
    ByteBuffer packed = packed(Float.BYTES);
    while (packed.hasRemaining()) {
      to.accept(packed.getFloat());
    }
  }

  /** Passes on one double, or the packed doubles of the field. */
  void doubles(DoubleConsumer to) {
    if (wire == FIXED64) {
      to.accept(in.getDouble(take(Double.BYTES)));
      return;
    }
    ByteBuffer packed = packed(Double.BYTES);
    while (packed.hasRemaining()) {
      to.accept(packed.getDouble());
    }
  }

  void skip() {
    switch (wire) {
      case VARINT -> rawVarint();
      case FIXED64 -> take(Long.BYTES);
      case BYTES -> bytes();
      case FIXED32 -> take(Integer.BYTES);
      default -> throw malformed("wire type " + wire + " of field " + field + " is unknown");
    }
  }

  private ByteBuffer packed(int width) {
    ByteBuffer packed = bytes();
    if (packed.remaining() % width != 0) {
      throw malformed(packed.remaining() + " bytes are no list of " + width + " bytes each");
    }
    return packed;
  }

  private long rawVarint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = in.get(take(1));
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw malformed("a number has more than 10 bytes");
  }

  /** Returns the position of the next bytes and goes behind them. */
  private int take(int count) {
    int from = in.position();
    if (count > in.remaining()) {
      throw malformed("the message ends within a field");
    }
    in.position(from + count);
    return from;
  }

  private void require(int expected) {
    if (wire != expected) {
      throw malformed("field %d has wire type %d, not %d".formatted(field, wire, expected));
    }
  }

  private static RefusedImportException malformed(String what) {
    return new RefusedImportException(
        "this is no ONNX model, or a damaged one: " + what + "; export it anew");
  }
}
