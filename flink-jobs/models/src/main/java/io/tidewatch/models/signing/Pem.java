package io.tidewatch.models.signing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Text armour of keys (RFC 7468): one block between its BEGIN and END lines. */
final class Pem {
  /** Label of a PKCS#8 private key. */
  static final String PRIVATE = "PRIVATE KEY";

  /** Label of an X.509 SubjectPublicKeyInfo. */
  static final String PUBLIC = "PUBLIC KEY";

  private static final int LINE = 64;
  private static final int MOST_CHARACTERS = 10_000;

  private Pem() {}

  static String write(String label, byte[] der) {
    String body =
        Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return begin(label) + "\n" + body + "\n" + end(label) + "\n";
  }

  /**
   * Reads the first block of a label; text around it is skipped.
   *
   * @throws IllegalArgumentException if there is none or it is no base64
   */
  static byte[] read(String label, String text) {
    int from = text.indexOf(begin(label));
    int to = text.indexOf(end(label));
    if (from < 0 || to < from || text.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "there is no block " + begin(label) + " ... " + end(label) + " in it");
    }
    String body = text.substring(from + begin(label).length(), to).replaceAll("\\s", "");
    try {
      return Base64.getDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("block " + begin(label) + " is no base64", e);
    }
  }

  private static String begin(String label) {
    return "-----BEGIN " + label + "-----";
  }

  private static String end(String label) {
    return "-----END " + label + "-----";
  }
}
