package io.tidewatch.models.signing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** The public half of an Ed25519 key pair. Immutable, may be shared by threads. */
public final class VerifyingKey {
  /** Base64 of what precedes the 32 key bytes in every X.509 encoding of an Ed25519 key. */
  static final String BASE64_PREFIX = "MCowBQYDK2VwAyEA";

  private static final int ID_DIGITS = 16;

  private final PublicKey key;

  VerifyingKey(PublicKey key) {
    this.key = key;
  }

  /**
   * Reads a public key from the text of {@link #base64()}.
   *
   * @throws IllegalArgumentException if it is no X.509 encoding of an Ed25519 key
   */
  public static VerifyingKey parse(String base64) {
    try {
      return ofEncoding(Base64.getDecoder().decode(base64.strip()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'%s' is no Ed25519 public key; it should be the base64 text between the lines of a PEM file, %s..."
              .formatted(shortened(base64), BASE64_PREFIX),
          e);
    }
  }

  /**
   * Reads a public key from a PEM file.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it holds no Ed25519 public key
   */
  public static VerifyingKey read(Path file) throws IOException {
    try {
      return ofEncoding(Pem.read(Pem.PUBLIC, Files.readString(file)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          file
              + " is no public key: "
              + e.getMessage()
              + "; ./tidewatch model keys --out DIR makes a pair",
          e);
    }
  }

  private static VerifyingKey ofEncoding(byte[] x509) {
    try {
      return new VerifyingKey(
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("it is no Ed25519 key (X.509)", e);
    }
  }

  /** Returns the first 16 hexadecimal digits of the SHA-256 of the X.509 encoding. */
  public String id() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return HexFormat.of().formatHex(digest).substring(0, ID_DIGITS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns the X.509 encoding as base64 text of one line. */
  public String base64() {
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }

  /** Returns the key as the text of a PEM file. */
  public String pem() {
    return Pem.write(Pem.PUBLIC, key.getEncoded());
  }

  /**
   * Returns whether a signature was made by this key's other half.
   *
   * @param bytes what was signed, from the beginning
   * @param length how many of the bytes were signed
   */
  public boolean verifies(byte[] bytes, int length, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(bytes, 0, length);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false; // not even shaped like a signature
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java 17 has Ed25519", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifyingKey that && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public String toString() {
    return id();
  }

  private static String shortened(String text) {
    String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
    return plain.length() <= 40 ? plain : plain.substring(0, 40) + "...";
  }
}
