package io.tidewatch.platform.cluster;

import io.tidewatch.cluster.Cluster;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Stops a cluster. */
@Command(
    name = "stop",
    description =
        "Stops every process of the cluster. Topics, checkpoints and the job stay for the next"
            + " start.",
    mixinStandardHelpOptions = true)
final class StopCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ClusterOption option;

  @Option(names = "--purge", description = "Remove the folder and everything in it, too.")
  private boolean purge;

  @Override
  public Integer call() throws InterruptedException {
    Cluster cluster = option.cluster();
    int stopped = cluster.stop();
    spec.commandLine()
        .getOut()
        .println(stopped == 0 ? "nothing ran" : stopped + " processes stopped");
    if (purge) {
      cluster.purge();
      spec.commandLine().getOut().println("removed " + cluster.folder().root());
    }
    return 0;
  }
}
