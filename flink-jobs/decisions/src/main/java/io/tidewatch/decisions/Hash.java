package io.tidewatch.decisions;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, as hexadecimal digits or as bits, about a microsecond each; and a cheaper mixer. */
final class Hash {
  private Hash() {}

  /** Returns the first 32 hexadecimal digits of the hash of the text's UTF-8 bytes. */
  static String hex32(String text) {
    return HexFormat.of().formatHex(sha256(text), 0, 16);
  }

  /** Returns the first 53 of some bits as a number in [0, 1). */
  static double unit(long bits) {
    return (bits >>> 11) * 0x1.0p-53;
  }

  /** Spreads a few changing bits over all, by SplitMix64's finaliser (Steele, Lea & Flood 2014). */
  static long mixed(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /** Returns the first 64 bits of the hash of the text's UTF-8 bytes. */
  static long bits(String text) {
    return ByteBuffer.wrap(sha256(text)).getLong();
  }

  /** Returns the first 64 bits of the hash of some bytes. */
  static long bits(byte[] bytes) {
    return ByteBuffer.wrap(sha256(bytes)).getLong();
  }

  private static byte[] sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
