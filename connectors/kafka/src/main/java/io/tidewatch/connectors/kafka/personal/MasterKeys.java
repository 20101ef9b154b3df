package io.tidewatch.connectors.kafka.personal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.apache.flink.configuration.ReadableConfig;

/**
 * The keys that wrap the keys of customers: the first wraps, all unwrap. Each is named by the first
 * 16 hexadecimal digits of the SHA-256 of a fixed text and the key. Immutable; never printed.
 */
public final class MasterKeys {
  private static final byte[] NAMING = "tidewatch master key\n".getBytes(StandardCharsets.US_ASCII);
  private static final int NAME_BYTES = 8;
  private static final String OWNER_ONLY = "rw-------";

  private final String current;
  private final Map<String, SecretKey> byId;

  private MasterKeys(Map<String, SecretKey> byId) {
    this.current = byId.keySet().iterator().next();
    this.byId = byId;
  }

  /**
   * Reads the keys that a configuration leads to; see {@link MasterKeyOptions}.
   *
   * @return empty if it names none
   * @throws IllegalArgumentException if it names both file and variable, or there are no keys where
   *     they lead, or others may read the file; the message never quotes a key
   */
  public static Optional<MasterKeys> of(ReadableConfig config) {
    return of(config, System::getenv);
  }

  static Optional<MasterKeys> of(ReadableConfig config, UnaryOperator<String> environment) {
    String file = config.get(MasterKeyOptions.MASTER_KEY_FILE);
    String variable = config.get(MasterKeyOptions.MASTER_KEY_ENV);
    if (!file.isBlank() && !variable.isBlank()) {
      throw new IllegalArgumentException(
          "both "
              + MasterKeyOptions.MASTER_KEY_FILE.key()
              + " and "
              + MasterKeyOptions.MASTER_KEY_ENV.key()
              + " are set; remove one of them");
    }
    if (!file.isBlank()) {
      String source = MasterKeyOptions.MASTER_KEY_FILE.key() + "=" + file;
      return Optional.of(parse(read(Path.of(file), source), source));
    }
    if (!variable.isBlank()) {
      String source = MasterKeyOptions.MASTER_KEY_ENV.key() + "=" + variable;
      String value = environment.apply(variable);
      if (value == null) {
        throw new IllegalArgumentException(
            source + ": this process has no such environment variable; set it");
      }
      return Optional.of(parse(value, source));
    }
    return Optional.empty();
  }

  /**
   * Makes a file with a new key, for the owner's eyes only.
   *
   * @throws IOException if it cannot be made, for instance because there is one already
   */
  public static void make(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
    FileAttribute<?>[] ownerOnly =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))
            }
            : new FileAttribute<?>[0];
    Files.createFile(file, ownerOnly);
    Files.writeString(file, random() + "\n", StandardCharsets.US_ASCII);
  }

  /** Returns a new key as a line of such a file. */
  static String random() {
    return Base64.getEncoder().encodeToString(AesGcm.randomBytes(AesGcm.KEY_BYTES));
  }

  private static String read(Path file, String source) {
    try {
      boolean posix = Files.getFileStore(file).supportsFileAttributeView("posix");
      if (posix) {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (permissions.contains(PosixFilePermission.OTHERS_READ)
            || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
          throw new IllegalArgumentException(
              source + ": everybody may read or change the file; chmod o= it");
        }
      }
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          source
              + " cannot be read ("
              + e.getClass().getSimpleName()
              + "); it must be a text file that this process may read",
          e);
    }
  }

  /** Parses keys with blanks or line ends between them. */
  static MasterKeys parse(String text, String source) {
    Map<String, SecretKey> byId = new LinkedHashMap<>();
    for (String line : text.strip().split("\\s+")) {
      byte[] key = decoded(line);
      if (key.length != AesGcm.KEY_BYTES) {
        throw new IllegalArgumentException(
            source
                + ": key "
                + (byId.size() + 1)
                + " is not 32 bytes in Base64; ./tidewatch privacy new-key FILE makes one");
      }
      byId.put(id(key), new SecretKeySpec(key, "AES"));
      Arrays.fill(key, (byte) 0);
    }
    return new MasterKeys(byId);
  }

  private static byte[] decoded(String line) {
    try {
      return Base64.getDecoder().decode(line);
    } catch (IllegalArgumentException e) {
      return new byte[0]; // its message would quote the key
    }
  }

  private static String id(byte[] key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(NAMING);
      return HexFormat.of().formatHex(digest.digest(key), 0, NAME_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns the name of the key that wraps. */
  public String current() {
    return current;
  }

  /** Returns whether the key of such a name is among them. */
  public boolean has(String id) {
    return byId.containsKey(id);
  }

  /**
   * Encrypts a customer's key with the current master key.
   *
   * @return {@value DataKey#WRAPPED_BYTES} bytes
   */
  public byte[] wrap(String customerId, DataKey key) {
    return AesGcm.encrypt(byId.get(current), key.encoded(), associated(current, customerId));
  }

  /**
   * Decrypts a customer's key.
   *
   * @return empty if the master key is not among them, or did not wrap this for the customer
   */
  public Optional<DataKey> unwrap(String customerId, String masterKeyId, byte[] wrapped) {
    SecretKey key = byId.get(masterKeyId);
    return key == null
        ? Optional.empty()
        : AesGcm.decrypt(key, wrapped, associated(masterKeyId, customerId)).map(DataKey::new);
  }

  /**
   * Returns a secret of 32 bytes that is made from the oldest of the keys for one purpose
   * (HMAC-SHA256 of the purpose).
   */
  public byte[] derive(String purpose) {
    SecretKey oldest = byId.values().stream().reduce((first, second) -> second).orElseThrow();
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(oldest);
      return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  private static byte[] associated(String masterKeyId, String customerId) {
    return ("customer-keys\n" + masterKeyId + "\n" + customerId).getBytes(StandardCharsets.UTF_8);
  }

  /** Never a key. */
  @Override
  public String toString() {
    return "MasterKeys" + byId.keySet();
  }
}
