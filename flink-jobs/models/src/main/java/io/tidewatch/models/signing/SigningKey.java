package io.tidewatch.models.signing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An Ed25519 key pair (RFC 8032) that signs releases. Signatures are deterministic: the same bytes
 * and key give the same signature. Immutable, may be shared by threads; never prints its secret.
 */
public final class SigningKey {
  private static final Logger LOG = LoggerFactory.getLogger(SigningKey.class);
  private static final String ALGORITHM = "Ed25519";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final PrivateKey secret;
  private final VerifyingKey verifyingKey;

  private SigningKey(PrivateKey secret, VerifyingKey verifyingKey) {
    this.secret = secret;
    this.verifyingKey = verifyingKey;
  }

  /** Makes a new pair from the system's randomness. */
  public static SigningKey generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      return new SigningKey(pair.getPrivate(), new VerifyingKey(pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java 17 has Ed25519", e);
    }
  }

  /**
   * Reads a private key from a PEM file (PKCS#8, as {@link #write} and {@code openssl genpkey
   * -algorithm ed25519} make it).
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it holds no Ed25519 private key
   */
  public static SigningKey read(Path file) throws IOException {
    warnIfOthersMayRead(file);
    try {
      return ofEncoding(Pem.read(Pem.PRIVATE, Files.readString(file)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          file
              + " is no private key: "
              + e.getMessage()
              + "; ./tidewatch model keys --out DIR makes a pair",
          e);
    }
  }

  /**
   * Reads the key of a file; if there is none, makes a key and writes it there, with the public
   * half beside it ({@link #publicFile}).
   *
   * @throws IOException if the file can be neither read nor written
   */
  public static SigningKey readOrCreate(Path file) throws IOException {
    if (!Files.exists(file)) {
      SigningKey made = generate();
      try {
        made.write(file);
        LOG.info("made key {} for signing releases: {}", made.verifyingKey, file);
        return made;
      } catch (FileAlreadyExistsException e) {
        LOG.info("another process made {} meanwhile", file);
      }
    }
    return read(file);
  }

  /**
   * Returns where the public half of a private key file stands: {@code x.pem}, {@code x.pub.pem}.
   */
  public static Path publicFile(Path file) {
    String name = file.getFileName().toString();
    String stem = name.endsWith(".pem") ? name.substring(0, name.length() - 4) : name;
    return file.resolveSibling(stem + ".pub.pem");
  }

  /**
   * Writes the private key, for the owner's eyes only (mode 0600 where the file system has modes),
   * and beside it the public key. Nothing is overwritten, and no reader sees half a file.
   *
   * @throws FileAlreadyExistsException if the file exists
   */
  public void write(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
    FileAttribute<?>[] ownerOnly =
        posix
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    Path aside = Files.createTempFile(folder, "key", ".part", ownerOnly);
    try {
      Files.writeString(
          aside, Pem.write(Pem.PRIVATE, secret.getEncoded()), StandardCharsets.US_ASCII);
      Files.move(aside, file);
    } finally {
      Files.deleteIfExists(aside);
    }
    Files.writeString(publicFile(file), verifyingKey.pem(), StandardCharsets.US_ASCII);
  }

  /** Returns the public half. */
  public VerifyingKey verifyingKey() {
    return verifyingKey;
  }

  /**
   * Signs the first bytes of an array.
   *
   * @return 64 bytes
   */
  public byte[] sign(byte[] bytes, int length) {
    try {
      Signature signer = Signature.getInstance(ALGORITHM);
      signer.initSign(secret);
      signer.update(bytes, 0, length);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java 17 has Ed25519", e);
    }
  }

  @Override
  public String toString() {
    return "private key " + verifyingKey;
  }

  private static SigningKey ofEncoding(byte[] pkcs8) {
    PrivateKey secret;
    try {
      secret = KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("it is no Ed25519 key (PKCS#8)", e);
    }
    var key = new SigningKey(secret, publicHalf(secret));
    var probe = new byte[] {1, 2, 3};
    if (!key.verifyingKey.verifies(probe, probe.length, key.sign(probe, probe.length))) {
      throw new IllegalStateException("the public half does not fit its private key");
    }
    return key;
  }

  /**
   * Computes the public half. The JDK does so only while it makes a pair from 32 random bytes, so
   * it is given the secret's bytes for random ones; the caller checks the outcome.
   */
  private static VerifyingKey publicHalf(PrivateKey secret) {
    byte[] seed =
        ((EdECPrivateKey) secret)
            .getBytes()
            .orElseThrow(() -> new IllegalArgumentException("it does not tell its bytes"));
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
      generator.initialize(NamedParameterSpec.ED25519, new Bytes(seed));
      return new VerifyingKey(generator.generateKeyPair().getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java 17 has Ed25519", e);
    }
  }

  private static void warnIfOthersMayRead(Path file) throws IOException {
    boolean posix = Files.getFileStore(file).supportsFileAttributeView("posix");
    if (posix && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
      LOG.warn("others than its owner may read the private key {}; chmod 600 it", file);
    }
  }

  /** Gives fixed bytes for random ones. */
  private static final class Bytes extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] bytes;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void nextBytes(byte[] target) {
      if (target.length != bytes.length) {
        throw new IllegalStateException(
            "the JDK asks for " + target.length + " bytes of a key of " + bytes.length);
      }
      System.arraycopy(bytes, 0, target, 0, target.length);
    }
  }
}
