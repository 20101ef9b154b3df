package io.tidewatch.benchmarks.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Class paths of the processes that the bench starts. Kafka Streams has its own: its RocksDB and
 * Flink's have the same class names.
 */
public final class ClassPaths {
  /** System property that names the folder {@code flink-jobs/benchmarks-streams/target}. */
  public static final String STREAMS_PROPERTY = "tidewatch.benchmarks.streams";

  private static final String FILE = "runtime.classpath";

  private ClassPaths() {}

  /** Returns the class path of this process. */
  public static String own() {
    return System.getProperty("java.class.path");
  }

  /**
   * Returns the class path of the Kafka Streams contenders.
   *
   * @throws IllegalStateException if their module was not built
   */
  public static String streams() {
    Path built =
        Optional.ofNullable(System.getProperty(STREAMS_PROPERTY))
            .map(Path::of)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "-D" + STREAMS_PROPERTY + " is not set; start the bench by ./tidewatch"));
    try {
      return built.resolve("classes") + ":" + Files.readString(built.resolve(FILE)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read " + built.resolve(FILE) + "; build flink-jobs/benchmarks-streams", e);
    }
  }
}
