package io.tidewatch.models;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * signature.ed25519: one line of text, always of the same length.
 *
 * <pre>
 * ed25519 0123456789abcdef base64 of the 64 bytes of the signature, 88 characters\n
 * </pre>
 *
 * @param keyId {@link io.tidewatch.models.signing.VerifyingKey#id()} of the key that signed
 * @param signature 64 bytes
 */
record SignatureLine(String keyId, byte[] signature) {
  /** Length of the line. */
  static final int BYTES = 8 + 16 + 1 + 88 + 1;

  private static final Pattern LINE =
      Pattern.compile("ed25519 ([0-9a-f]{16}) ([A-Za-z0-9+/]{86}==)\n");

  byte[] write() {
    String base64 = Base64.getEncoder().encodeToString(signature);
    return ("ed25519 " + keyId + " " + base64 + "\n").getBytes(US_ASCII);
  }

  /** Reads a line; empty if it is none that {@link #write} could have written. */
  static Optional<SignatureLine> read(byte[] line) {
    Matcher matcher = LINE.matcher(new String(line, US_ASCII));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    byte[] signature = Base64.getDecoder().decode(matcher.group(2));
    // The last character has bits to spare: of the texts that mean the same only one is allowed.
    boolean canonical = Base64.getEncoder().encodeToString(signature).equals(matcher.group(2));
    return canonical
        ? Optional.of(new SignatureLine(matcher.group(1), signature))
        : Optional.empty();
  }
}
