package io.tidewatch.benchmarks.pipeline;

import io.tidewatch.cluster.plan.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * One temporary folder that holds everything that a bench writes: broker, states, checkpoints,
 * logs. Removed when closed, also when the process is ended by a signal.
 */
public final class Scratch implements AutoCloseable {
  private final Path root;
  private final Thread atExit;

  private Scratch(Path root) {
    this.root = root;
    this.atExit = new Thread(() -> FolderTree.remove(root), "removes " + root);
  }

  /** Makes a folder in the system's folder for temporary files. */
  public static Scratch create() {
    try {
      Scratch scratch = new Scratch(Files.createTempDirectory("tidewatch-bench-"));
      Runtime.getRuntime().addShutdownHook(scratch.atExit);
      return scratch;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary folder", e);
    }
  }

  /** Returns a folder in it, made when first asked for. */
  public Path folder(String name) {
    try {
      return Files.createDirectories(root.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the size of all files in a folder in bytes; hard links count each time. */
  public static long size(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    FolderTree.remove(root);
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
