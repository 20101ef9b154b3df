package io.tidewatch.scoring;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests feature vectors: SHA-256 of the float32 values, big endian, 16 hexadecimal digits. */
final class FeatureDigest {
  private FeatureDigest() {}

  static String of(float[] features) {
    ByteBuffer bytes = ByteBuffer.allocate(features.length * Float.BYTES);
    for (float feature : features) {
      bytes.putFloat(feature);
    }
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.array());
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
