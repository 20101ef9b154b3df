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
 * The write key of the platform on this machine: random, made once, and kept in a file for the
 * owner's eyes only, so that trackers go on working after a restart.
 *
 * @param secret the key
 * @param made whether this start made it
 */
public record WriteKeyFile(String secret, boolean made) {
  /**
   * Reads the key, or makes it.
   *
   * @throws CommandFailedException if that fails
   */
  public static WriteKeyFile readOrMake(Path file) {
    try {
      if (Files.exists(file)) {
        return new WriteKeyFile(Files.readString(file).strip(), false);
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
      return new WriteKeyFile(secret, true);
    } catch (IOException e) {
      throw new CommandFailedException("cannot use " + file + " for the gateway's write key", e);
    }
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "WriteKeyFile";
  }
}
