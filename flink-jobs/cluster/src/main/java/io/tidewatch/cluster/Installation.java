package io.tidewatch.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a cluster is started from. Immutable.
 *
 * @param classPath class path with everything that Tidewatch consists of, as {@code -cp} takes it
 * @param jobJar jar of the scoring job, with all that a Flink cluster does not bring
 * @param reporterJar jar of Flink's reporter for Prometheus, if it is there; not on the class path,
 *     because it brings old classes of Prometheus' client
 * @param gateway the gateway; the path of its configuration is added to its arguments
 * @param supervisor the program that calls {@link Cluster#supervise}; the folder is added
 */
public record Installation(
    String classPath,
    Path jobJar,
    Optional<Path> reporterJar,
    Program gateway,
    Program supervisor) {
  /**
   * A program on the class path.
   *
   * @param mainClass class with the main method
   * @param arguments its first arguments
   */
  public record Program(String mainClass, List<String> arguments) {
    public Program {
      arguments = List.copyOf(arguments);
    }
  }
}
