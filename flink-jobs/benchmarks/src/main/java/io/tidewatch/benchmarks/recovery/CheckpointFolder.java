package io.tidewatch.benchmarks.recovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds complete checkpoints in a folder laid out by Flink: {@code <job>/chk-<n>/_metadata}. */
final class CheckpointFolder {
  private static final int DEPTH = 3;

  private final Path folder;

  CheckpointFolder(Path folder) {
    this.folder = folder;
  }

  /** Returns the newest complete checkpoint of any job, if there is one. */
  Optional<Path> newest() {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(folder, DEPTH)) {
      return files
          .filter(file -> file.getFileName().toString().equals("_metadata"))
          .max(Comparator.comparing(CheckpointFolder::modified))
          .map(Path::getParent);
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty(); // an older one was removed while we looked: look again
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
