package io.tidewatch.platform.gateway;

import io.tidewatch.connectors.gateway.http.Secret;
import io.tidewatch.platform.terminal.CommandFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A secret of the platform on this machine, which clients show to its gateway: random, made once,
 * and kept in a file for the owner's eyes only, so that clients go on working after a restart.
 *
 * @param file where it is kept
 * @param secret the secret
 * @param made whether this start made it
 */
public record SecretFile(Path file, String secret, boolean made) {
  /**
   * Reads the secret, or makes it.
   *
   * @throws CommandFailedException if that fails
   */
  public static SecretFile readOrMake(Path file) {
    try {
      if (Files.exists(file)) {
        return new SecretFile(file, Files.readString(file).strip(), false);
      }
      String secret = Secret.random();
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
      FileAttribute<?>[] ownerOnly =
          posix
              ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
              }
              : new FileAttribute<?>[0];
      Files.createFile(file, ownerOnly);
      Files.writeString(file, secret + "\n", StandardCharsets.US_ASCII);
      return new SecretFile(file, secret, true);
    } catch (IOException e) {
      throw new CommandFailedException("cannot use " + file + " for a secret of the gateway", e);
    }
  }

  /** Never the secret. */
  @Override
  public String toString() {
    return "SecretFile";
  }
}
