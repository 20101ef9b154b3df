package io.tidewatch.connectors.kafka.privacy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Stands in for customer ids where a customer was erased: HMAC-SHA256 of the id, cut to 16 bytes.
 * Who has the secret can see whether an id is among them; nobody can get an id back. About a
 * microsecond each. One thread.
 */
public final class CustomerDigests {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int DIGEST_BYTES = 16;
  private static final int SECRET_BYTES = 32;

  /** Keeps these digests apart from anything else that is made with the master key. */
  private static final String PURPOSE = "tidewatch: digests of erased customers, 1";

  private final Mac mac;

  private CustomerDigests(byte[] secret) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      byte[] key = mac.doFinal(PURPOSE.getBytes(StandardCharsets.UTF_8));
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /**
   * Takes the secret that a configuration names.
   *
   * @throws IllegalArgumentException if the file of {@link PrivacyOptions#MASTER_KEY_FILE} holds no
   *     key
   * @throws UncheckedIOException if it cannot be read
   */
  public static CustomerDigests of(ReadableConfig config) {
    return ofFile(config.get(PrivacyOptions.MASTER_KEY_FILE));
  }

  /**
   * Takes the secret from a file.
   *
   * @param file 32 bytes in base64; of several keys, the newest first as they were rotated, the
   *     last counts, so that digests stay what they are. Empty for none: every installation has the
   *     same
   * @throws IllegalArgumentException if the file holds no key
   * @throws UncheckedIOException if it cannot be read
   */
  public static CustomerDigests ofFile(String file) {
    if (file.isEmpty()) {
      return new CustomerDigests(new byte[SECRET_BYTES]);
    }
    try {
      String[] keys = Files.readString(Path.of(file)).strip().split("\\s+");
      byte[] secret = Base64.getDecoder().decode(keys[keys.length - 1]);
      if (secret.length == SECRET_BYTES) {
        return new CustomerDigests(secret);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the master key in " + file, e);
    } catch (IllegalArgumentException e) {
      // Not even base64. What it is instead is not said: it may be a key of something else.
    }
    throw new IllegalArgumentException(
        "%s: %s must hold %d bytes in base64"
            .formatted(PrivacyOptions.MASTER_KEY_FILE.key(), file, SECRET_BYTES));
  }

  /** Returns the digest of an id: 32 lower-case hexadecimal digits. */
  public String of(String customerId) {
    byte[] full = mac.doFinal(customerId.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(full, 0, DIGEST_BYTES);
  }
}
