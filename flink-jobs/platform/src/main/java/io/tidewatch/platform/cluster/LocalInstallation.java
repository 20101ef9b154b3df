package io.tidewatch.platform.cluster;

import io.tidewatch.cluster.Installation;
import io.tidewatch.platform.terminal.CommandFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What a cluster is started from: this process's class path, and the job's jar beside it. */
public final class LocalInstallation {
  /** Names the job's jar. */
  public static final String JOB_JAR = "tidewatch.job.jar";

  private static final String REPORTER_JAR = "tidewatch.reporter.jar";
  private static final String ROOT = "tidewatch.root";
  private static final String MAIN = "io.tidewatch.platform.Tidewatch";
  private static final String JARS = "flink-jobs/scoring/target";
  private static final String REPORTERS = "flink-jobs/cluster/target/reporters";

  private LocalInstallation() {}

  /**
   * Finds it.
   *
   * @throws CommandFailedException if there is no jar of the job
   */
  public static Installation find() {
    return new Installation(
        System.getProperty("java.class.path"),
        jobJar(),
        reporterJar(),
        new Installation.Program(MAIN, List.of("gateway", "--wait", "--config")),
        new Installation.Program(MAIN, List.of("cluster", "supervise", "--dir")));
  }

  /** Returns the jar that goes to a Flink cluster: the launcher's build makes it. */
  private static Path jobJar() {
    String named = System.getProperty(JOB_JAR);
    if (named != null) {
      return Path.of(named);
    }
    return jar(JARS, "scoring-*-job.jar")
        .orElseThrow(
            () ->
                new CommandFailedException(
                    "there is no scoring-*-job.jar in "
                        + folder(JARS)
                        + "; mvn package -pl flink-jobs/scoring makes it"));
  }

  /** Returns Flink's reporter for Prometheus: the build puts it beside the cluster's jar. */
  private static Optional<Path> reporterJar() {
    String named = System.getProperty(REPORTER_JAR);
    return named == null
        ? jar(REPORTERS, "flink-metrics-prometheus-*.jar")
        : Optional.of(Path.of(named));
  }

  private static Optional<Path> jar(String where, String names) {
    Path folder = folder(where);
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, names)) {
      Iterator<Path> found = jars.iterator();
      return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static Path folder(String where) {
    return Path.of(System.getProperty(ROOT, ".")).toAbsolutePath().resolve(where).normalize();
  }
}
