package io.tidewatch.connectors.kafka.personal;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of one customer. Encrypts a text into
 *
 * <pre>
 *   tw-sealed:1:  Base64 (URL alphabet, no padding) of
 *                   12 bytes  nonce
 *                   n bytes   the text in UTF-8, encrypted by AES-256-GCM
 *                   16 bytes  tag, also over the customer's id and the name of the field
 * </pre>
 *
 * so that it can be put neither into another field nor into another customer's record. Immutable;
 * never printed.
 */
public final class DataKey {
  /** What an encrypted text begins with. */
  public static final String PREFIX = "tw-sealed:1:";

  /** Length of a wrapped key. */
  public static final int WRAPPED_BYTES = AesGcm.NONCE_BYTES + AesGcm.KEY_BYTES + AesGcm.TAG_BYTES;

  private static final int MOST_UTF8_BYTES = 4;

  private final SecretKey key;

  DataKey(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /** Makes a new one. */
  public static DataKey random() {
    return new DataKey(AesGcm.randomBytes(AesGcm.KEY_BYTES));
  }

  byte[] encoded() {
    return key.getEncoded();
  }

  /** Returns whether a text has the form of an encrypted one; null has not. */
  public static boolean isSealed(String text) {
    if (text == null || !text.startsWith(PREFIX) || text.length() < sealedLength(0)) {
      return false;
    }
    for (int i = PREFIX.length(); i < text.length(); i++) {
      if (!isOfUrlAlphabet(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOfUrlAlphabet(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '_';
  }

  /** Returns the length that a text of so many characters (code points) can have if encrypted. */
  public static int sealedLength(int characters) {
    int bytes = AesGcm.NONCE_BYTES + MOST_UTF8_BYTES * characters + AesGcm.TAG_BYTES;
    return PREFIX.length() + (4 * bytes + 2) / 3;
  }

  /**
   * Encrypts a text.
   *
   * @param field record and field that it stands in
   */
  public String seal(String text, String customerId, String field) {
    byte[] encrypted =
        AesGcm.encrypt(key, text.getBytes(StandardCharsets.UTF_8), associated(customerId, field));
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(encrypted);
  }

  /**
   * Decrypts a text.
   *
   * @return empty if it was not encrypted with this key, for this customer and field, or was
   *     changed since
   */
  public Optional<String> open(String sealed, String customerId, String field) {
    if (!isSealed(sealed)) {
      return Optional.empty();
    }
    byte[] encrypted;
    try {
      encrypted = Base64.getUrlDecoder().decode(sealed.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return AesGcm.decrypt(key, encrypted, associated(customerId, field))
        .map(text -> new String(text, StandardCharsets.UTF_8));
  }

  /** Ids hold no control characters that matter: the field's name, which holds none, is first. */
  private static byte[] associated(String customerId, String field) {
    return (field + "\n" + customerId).getBytes(StandardCharsets.UTF_8);
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "DataKey";
  }
}
