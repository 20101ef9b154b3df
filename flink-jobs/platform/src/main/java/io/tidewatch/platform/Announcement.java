package io.tidewatch.platform;

import io.tidewatch.platform.embedded.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells other processes of this machine where a platform runs, as long as it does. */
final class Announcement implements AutoCloseable {
  private final Path file;

  private Announcement(Path file) {
    this.file = file;
  }

  /** Writes the connection file. */
  static Announcement of(Connection connection, Path file) {
    connection.write(file);
    return new Announcement(file);
  }

  /** Removes the connection file. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }
}
