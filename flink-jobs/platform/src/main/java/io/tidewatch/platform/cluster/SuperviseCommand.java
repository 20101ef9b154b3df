package io.tidewatch.platform.cluster;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Keeps a cluster's processes alive; {@link StartCommand} starts it in the background. */
@Command(
    name = "supervise",
    description =
        "Starts the processes of a cluster that start has made, and each again when it dies, until"
            + " it is ended. start runs it in the background; run it under your system's service"
            + " manager instead if you like.",
    mixinStandardHelpOptions = true)
final class SuperviseCommand implements Callable<Integer> {
  @Mixin private ClusterOption option;

  @Override
  public Integer call() throws InterruptedException {
    option.cluster().supervise(LocalInstallation.find());
    return 0;
  }
}
