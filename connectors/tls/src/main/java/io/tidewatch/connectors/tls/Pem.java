package io.tidewatch.connectors.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a PEM file holds: certificates, and at most one private key (PKCS #8). Immutable. */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");
  private static final String KEY = "PRIVATE KEY";
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private final Path file;
  private final List<X509Certificate> certificates = new ArrayList<>();
  private final List<PrivateKey> keys = new ArrayList<>();

  private Pem(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it cannot be read or holds something else; the message
   *     names the file, and never quotes it
   */
  static Pem read(Path file) {
    Pem pem = new Pem(file);
    String text;
    try {
      text = Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s cannot be read (%s); it must be a PEM file that this process may read"
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
    Matcher blocks = BLOCK.matcher(text);
    while (blocks.find()) {
      pem.add(blocks.group(1), blocks.group(2));
    }
    return pem;
  }

  private void add(String kind, String base64) {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(base64);
      if (kind.equals(CERTIFICATE)) {
        certificates.add(
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(bytes)));
      } else if (kind.equals(KEY)) {
        keys.add(key(bytes));
      } else if (kind.endsWith(KEY)) {
        throw new IllegalArgumentException(
            "%s: a '%s' is not read here; write it unencrypted as PKCS #8: openssl pkcs8 -topk8 -nocrypt"
                .formatted(file, kind));
      }
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          file + ": certificate " + (certificates.size() + 1) + " is none", e);
    }
  }

  private PrivateKey key(byte[] pkcs8) {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (GeneralSecurityException e) {
        continue; // a key of another kind
      }
    }
    throw new IllegalArgumentException(
        file + ": the private key is none of " + String.join(", ", ALGORITHMS) + " as PKCS #8");
  }

  /** Returns the certificates, of which there is at least one. */
  List<X509Certificate> certificates() {
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException(
          file + " holds no certificate; it must have a block -----BEGIN CERTIFICATE-----");
    }
    return List.copyOf(certificates);
  }

  /** Returns the private key. */
  PrivateKey key() {
    if (keys.size() != 1) {
      throw new IllegalArgumentException(
          "%s holds %d private keys; it must have one block -----BEGIN PRIVATE KEY-----"
              .formatted(file, keys.size()));
    }
    return keys.get(0);
  }

  /** Returns a certificate as a block of text. */
  static String text(X509Certificate certificate) throws CertificateException {
    return block(CERTIFICATE, certificate.getEncoded());
  }

  /** Returns a private key as a block of text. */
  static String text(PrivateKey key) {
    return block(KEY, key.getEncoded());
  }

  private static String block(String kind, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, LINES.encodeToString(bytes), kind);
  }
}
