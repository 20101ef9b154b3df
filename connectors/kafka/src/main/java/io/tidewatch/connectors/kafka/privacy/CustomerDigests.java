package io.tidewatch.connectors.kafka.privacy;

import io.tidewatch.connectors.kafka.personal.MasterKeyOptions;
import io.tidewatch.connectors.kafka.personal.MasterKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
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

  /** Keeps these digests apart from anything else that is made with the master key. */
  private static final String PURPOSE = "tidewatch: digests of erased customers, 1";

  private static final byte[] PUBLIC = PURPOSE.getBytes(StandardCharsets.UTF_8);

  private final Mac mac;

  private CustomerDigests(byte[] secret) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /**
   * Takes the secret from the oldest of the master keys, so that digests stay what they are when
   * keys are rotated. Without a master key every installation has the same digests.
   *
   * @param config see {@link MasterKeyOptions}
   * @throws IllegalArgumentException if the master keys cannot be read
   */
  public static CustomerDigests of(ReadableConfig config) {
    return new CustomerDigests(
        MasterKeys.of(config).map(keys -> keys.derive(PURPOSE)).orElseGet(() -> PUBLIC.clone()));
  }

  /** Returns the digests that every installation has. */
  public static CustomerDigests unkeyed() {
    return new CustomerDigests(PUBLIC);
  }

  /** Returns the digest of an id: 32 lower-case hexadecimal digits. */
  public String of(String customerId) {
    byte[] full = mac.doFinal(customerId.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(full, 0, DIGEST_BYTES);
  }
}
