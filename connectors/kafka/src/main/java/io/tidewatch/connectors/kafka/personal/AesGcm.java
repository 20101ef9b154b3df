package io.tidewatch.connectors.kafka.personal;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM with a random nonce of 96 bits (NIST SP 800-38D, 8.2.2): nonce, ciphertext, tag. One
 * key is good for 2^32 messages. Thread-safe.
 */
final class AesGcm {
  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;
  static final int KEY_BYTES = 32;

  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final SecureRandom RANDOM = new SecureRandom();

  private AesGcm() {}

  static byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  static byte[] encrypt(SecretKey key, byte[] plain, byte[] associated) {
    byte[] nonce = randomBytes(NONCE_BYTES);
    try {
      Cipher cipher = Cipher.getInstance(TRANSFORMATION);
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
      cipher.updateAAD(associated);
      byte[] encrypted = new byte[NONCE_BYTES + cipher.getOutputSize(plain.length)];
      System.arraycopy(nonce, 0, encrypted, 0, NONCE_BYTES);
      cipher.doFinal(plain, 0, plain.length, encrypted, NONCE_BYTES);
      return encrypted;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot do " + TRANSFORMATION, e);
    }
  }

  /** Returns the plain bytes; empty if key or associated data are others, or a bit has changed. */
  static Optional<byte[]> decrypt(SecretKey key, byte[] encrypted, byte[] associated) {
    if (encrypted.length < NONCE_BYTES + TAG_BYTES) {
      return Optional.empty();
    }
    try {
      Cipher cipher = Cipher.getInstance(TRANSFORMATION);
      cipher.init(
          Cipher.DECRYPT_MODE, key, new GCMParameterSpec(8 * TAG_BYTES, encrypted, 0, NONCE_BYTES));
      cipher.updateAAD(associated);
      return Optional.of(cipher.doFinal(encrypted, NONCE_BYTES, encrypted.length - NONCE_BYTES));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot do " + TRANSFORMATION, e);
    }
  }
}
