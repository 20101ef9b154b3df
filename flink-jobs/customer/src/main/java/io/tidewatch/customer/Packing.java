package io.tidewatch.customer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The number formats of the layout. Each format is lossless for what the state holds, because the
 * state holds only quantised values.
 */
final class Packing {
  private static final int MANTISSA_BITS = 11;
  private static final int MANTISSA = 1 << MANTISSA_BITS;

  private Packing() {}

  /** A count of at least 0, seven bits a byte, low bits first. */
  static void writeCount(DataOutput out, long count) throws IOException {
    long rest = count;
    while ((rest & ~0x7fL) != 0) {
      out.writeByte((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  static long readCount(DataInput in, String what) throws IOException {
    long count = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      int next = in.readUnsignedByte();
      count |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return count;
      }
    }
    throw impossible(what, "more than 63 bits");
  }

  static int readCount(DataInput in, String what, int max) throws IOException {
    long count = readCount(in, what);
    if (count > max) {
      throw impossible(what, count + " > " + max);
    }
    return (int) count;
  }

  static long readSeconds(DataInput in) throws IOException {
    return in.readInt() & 0xffff_ffffL;
  }

  /**
   * Rounds a sum to the upper 48 bits of a double: 37 significant bits, relative error at most
   * 7.3e-12.
   */
  static double roundSum(double sum) {
    return Double.longBitsToDouble((Double.doubleToRawLongBits(sum) + 0x8000L) & ~0xffffL);
  }

  static void writeSum(DataOutput out, double sum) throws IOException {
    long bits = Double.doubleToRawLongBits(sum);
    out.writeShort((int) (bits >>> 48));
    out.writeInt((int) (bits >>> 16));
  }

  static double readSum(DataInput in, String what) throws IOException {
    long high = in.readUnsignedShort();
    long low = in.readInt() & 0xffff_ffffL;
    double sum = Double.longBitsToDouble(high << 48 | low << 16);
    if (!Double.isFinite(sum) || sum < 0) {
      throw impossible(what, sum + " is not a sum");
    }
    return sum;
  }

  /**
   * At most 255 characters of Latin-1. Not by writeBytes: that of Flink 2.3's DataOutputSerializer
   * moves its position twice.
   */
  static void writeText(DataOutput out, String text) throws IOException {
    out.writeByte(text.length());
    for (int i = 0; i < text.length(); i++) {
      out.writeByte(text.charAt(i));
    }
  }

  static String readText(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readUnsignedByte()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /**
   * Rounds a number of at least 0 down to 12 significant bits and packs it into 16: five bits of
   * exponent, eleven of mantissa (the twelfth is implied). Exact below 4,096, relative error below
   * 0.05 %, at most about 4.4e12, larger ones become that.
   */
  static short packRough(long value) {
    if (value < MANTISSA) {
      return (short) Math.max(0, value);
    }
    int exponent = 64 - Long.numberOfLeadingZeros(value) - MANTISSA_BITS;
    if (exponent > 31) {
      return (short) 0xffff;
    }
    return (short) (exponent << MANTISSA_BITS | (int) (value >>> (exponent - 1)) & (MANTISSA - 1));
  }

  static long unpackRough(short packed) {
    int bits = packed & 0xffff;
    int exponent = bits >>> MANTISSA_BITS;
    int mantissa = bits & (MANTISSA - 1);
    return exponent == 0 ? mantissa : (long) (mantissa | MANTISSA) << (exponent - 1);
  }

  static IllegalStateException impossible(String what, String found) {
    return new IllegalStateException(
        "customer state, layout "
            + CustomerStateLayout.VERSION
            + ": "
            + what
            + ": "
            + found
            + "; the bytes are damaged or were written by something else, restore an older"
            + " checkpoint");
  }
}
