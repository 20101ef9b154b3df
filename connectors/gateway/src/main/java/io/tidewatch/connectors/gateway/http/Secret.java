package io.tidewatch.connectors.gateway.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A secret that clients show, kept as its SHA-256, so that it is in no log and no memory dump, and
 * compared in constant time: neither its length nor its beginning can be found by trying.
 * Immutable.
 */
public final class Secret {
  /** Least characters of a secret. */
  public static final int MIN_LENGTH = 16;

  private static final int MAX_LENGTH = 256;
  private static final int RANDOM_BYTES = 24;

  private final byte[] digest;

  private Secret(byte[] digest) {
    this.digest = digest;
  }

  /**
   * Takes a secret from a configuration.
   *
   * @param owner whose it is, for the message
   * @throws IllegalArgumentException if it is too short to be one, or has other characters than
   *     letters, digits and -._~+/=
   */
  public static Secret of(String owner, String text) {
    if (text.length() < MIN_LENGTH || !text.matches("[A-Za-z0-9\\-._~+/=]+")) {
      throw new IllegalArgumentException(
          "the secret of '%s' must be %d or more characters of A-Z, a-z, 0-9 and -._~+/=; make one: openssl rand -hex 24"
              .formatted(owner, MIN_LENGTH));
    }
    return shown(text);
  }

  /** Takes what a client shows; anything. */
  public static Secret shown(String text) {
    String bounded = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH + 1) : text;
    try {
      return new Secret(
          MessageDigest.getInstance("SHA-256").digest(bounded.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns the text of a new secret. */
  public static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Compares in constant time. */
  public boolean matches(Secret other) {
    return MessageDigest.isEqual(digest, other.digest);
  }

  @Override
  public String toString() {
    return "Secret";
  }
}
