package io.tidewatch.platform.cluster;

import io.tidewatch.cluster.Installation;
import io.tidewatch.platform.terminal.CommandFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a cluster is started from: this process's class path, and the job's jar beside it. */
public final class LocalInstallation {
  /** Names the job's jar. */
  public static final String JOB_JAR = "tidewatch.job.jar";

  private static final String ROOT = "tidewatch.root";
  private static final String MAIN = "io.tidewatch.platform.Tidewatch";
  private static final String JARS = "flink-jobs/scoring/target";

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
        new Installation.Program(MAIN, List.of("gateway", "--wait", "--config")),
        new Installation.Program(MAIN, List.of("cluster", "supervise", "--dir")));
  }

  /** Returns the jar that goes to a Flink cluster: the launcher's build makes it. */
  private static Path jobJar() {
    String named = System.getProperty(JOB_JAR);
    if (named != null) {
      return Path.of(named);
    }
    Path folder = Path.of(System.getProperty(ROOT, ".")).toAbsolutePath().resolve(JARS).normalize();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "scoring-*-job.jar")) {
        for (Path jar : jars) {
          return jar;
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot list " + folder, e);
      }
    }
    throw new CommandFailedException(
        "there is no scoring-*-job.jar in "
            + folder
            + "; mvn package -pl flink-jobs/scoring makes it");
  }
}
