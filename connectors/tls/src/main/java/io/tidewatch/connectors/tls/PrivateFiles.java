package io.tidewatch.connectors.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Files with secrets, which nobody but their owner may read. Stateless. */
public final class PrivateFiles {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 24;

  private PrivateFiles() {}

  /** Returns a new secret: 32 characters of A-Z, a-z, 0-9, - and _. */
  public static String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Creates a folder that nobody else may enter. */
  public static Path folder(Path folder) {
    try {
      Path existing = folder.toAbsolutePath();
      while (!Files.exists(existing)) {
        existing = existing.getParent();
      }
      return Files.createDirectories(folder, owner(existing, "rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + folder, e);
    }
  }

  /** Writes a file, whole or not at all; it is private before anything is in it. */
  public static void write(Path file, String text) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      Path draft = Files.createTempFile(folder, "draft", ".tmp", owner(folder, "rw-------"));
      Files.writeString(draft, text, StandardCharsets.UTF_8);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static FileAttribute<?>[] owner(Path place, String rights) throws IOException {
    return Files.getFileStore(place).supportsFileAttributeView("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }
}
