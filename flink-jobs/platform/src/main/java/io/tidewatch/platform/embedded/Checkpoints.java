package io.tidewatch.platform.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.Set;

/** Finds complete checkpoints in a folder laid out by Flink: {@code <job id>/chk-<n>/_metadata}. */
final class Checkpoints {
  private static final int DEPTH = 3;

  private Checkpoints() {}

  /** Returns the newest complete checkpoint of any job in the folder; jobs may be running. */
  static Optional<Path> latest(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    Newest newest = new Newest();
    try {
      Files.walkFileTree(folder, Set.of(), DEPTH, newest);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look for checkpoints in " + folder, e);
    }
    return Optional.ofNullable(newest.metadata).map(Path::getParent);
  }

  private static final class Newest extends SimpleFileVisitor<Path> {
    private Path metadata;
    private FileTime at;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      FileTime modified = attributes.lastModifiedTime();
      if (file.getFileName().toString().equals("_metadata")
          && (at == null || modified.compareTo(at) > 0)) {
        metadata = file;
        at = modified;
      }
      return FileVisitResult.CONTINUE;
    }

    /** A running job removes old checkpoints while they are looked at. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException gone) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException gone) {
      return FileVisitResult.CONTINUE;
    }
  }
}
