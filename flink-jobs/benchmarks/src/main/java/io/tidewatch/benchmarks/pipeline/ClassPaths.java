package io.tidewatch.benchmarks.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Class paths of the processes that the bench starts. Kafka Streams has its own: its RocksDB and
 * Flink's have the same class names.
 */
public final class ClassPaths {
  /** System property with the folder of the source tree; the launcher sets it. */
  static final String ROOT = "tidewatch.root";

  /** Main class of the Kafka Streams contenders, which this class path does not have. */
  static final String STREAMS_MAIN = "io.tidewatch.benchmarks.streams.StreamsContenderMain";

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
    String root = System.getProperty(ROOT);
    if (root == null) {
      throw new IllegalStateException("-D" + ROOT + " is not set; start the bench by ./tidewatch");
    }
    Path built = Path.of(root, "flink-jobs", "benchmarks-streams", "target");
    try {
      return built.resolve("classes") + ":" + Files.readString(built.resolve(FILE)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read " + built.resolve(FILE) + "; build flink-jobs/benchmarks-streams", e);
    }
  }
}
