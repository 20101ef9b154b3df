package io.tidewatch.platform.embedded;

import io.tidewatch.connectors.kafka.personal.MasterKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The master key of a platform on this machine, in a file beside its topics. Stateless. */
public final class LocalMasterKey {
  private static final String NAME = "master-key";

  private LocalMasterKey() {}

  /** Returns where the key of a platform in a folder is, if it has one. */
  public static Path file(Path folder) {
    return folder.resolve(NAME);
  }

  /**
   * Returns the file with the key of a platform in a folder; makes it for the owner's eyes only if
   * there is none.
   *
   * @throws UncheckedIOException if it cannot be made
   */
  public static Path readOrMake(Path folder) {
    Path file = file(folder);
    if (!Files.exists(file)) {
      try {
        MasterKeys.make(file);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot make the master key " + file, e);
      }
    }
    return file;
  }
}
