package io.tidewatch.connectors.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs webhooks as the Standard Webhooks specification 1.0 says for symmetric keys: HMAC-SHA256
 * over {@code id.timestamp.body}, in Base64 behind {@code v1,}. Thread-safe.
 */
public final class WebhookSignature {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "whsec_";

  /** The specification's bounds of a key, in bytes. */
  private static final int SHORTEST = 24;

  private static final int LONGEST = 64;

  private final SecretKeySpec key;

  private WebhookSignature(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /**
   * Signs with a secret.
   *
   * @param secret {@code whsec_} and 24 to 64 random bytes in Base64
   * @throws IllegalArgumentException if it is not that; the message does not quote it
   */
  public static WebhookSignature of(String secret) {
    String remedy =
        "; it must be "
            + PREFIX
            + " and 24 to 64 random bytes in Base64, as of openssl rand"
            + " -base64 32";
    if (!secret.startsWith(PREFIX)) {
      throw new IllegalArgumentException("the secret does not begin with " + PREFIX + remedy);
    }
    byte[] key;
    try {
      key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      // Without its cause, which quotes a character of the secret.
      throw new IllegalArgumentException("the secret is not Base64" + remedy);
    }
    if (key.length < SHORTEST || key.length > LONGEST) {
      throw new IllegalArgumentException("the secret has " + key.length + " bytes" + remedy);
    }
    return new WebhookSignature(key);
  }

  /**
   * Returns the value of the header {@code webhook-signature}.
   *
   * @param id the message's id
   * @param timestampSeconds time of the attempt, seconds since 1970 UTC
   */
  String sign(String id, long timestampSeconds, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((id + "." + timestampSeconds + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "this Java has no " + ALGORITHM + ", which every Java must have", e);
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "WebhookSignature[v1]";
  }
}
