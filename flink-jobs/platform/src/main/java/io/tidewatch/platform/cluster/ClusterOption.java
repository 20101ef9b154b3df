package io.tidewatch.platform.cluster;

import io.tidewatch.cluster.Cluster;
import io.tidewatch.platform.options.Home;
import io.tidewatch.platform.terminal.CommandFailedException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names a cluster. */
final class ClusterOption {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Folder of the cluster. Default: ~/.tidewatch/cluster.")
  private Optional<Path> directory = Optional.empty();

  /** Returns the folder. */
  Path folder() {
    return directory.orElseGet(() -> Home.ofProcess().data().resolve("cluster"));
  }

  /**
   * Returns the cluster.
   *
   * @throws CommandFailedException if there is none
   */
  Cluster cluster() {
    return Cluster.in(folder())
        .orElseThrow(
            () ->
                new CommandFailedException(
                    "there is no cluster in "
                        + folder()
                        + "; ./tidewatch cluster start makes one, --dir names another folder"));
  }
}
