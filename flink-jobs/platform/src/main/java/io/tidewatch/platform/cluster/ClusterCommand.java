package io.tidewatch.platform.cluster;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A cluster of real processes on this machine. */
@Command(
    name = "cluster",
    description =
        "Runs Kafka, schema registry, Flink and the gateway on this machine as processes of their"
            + " own, each started again when it dies. docs/how-to/cluster.md walks through it.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      StartCommand.class,
      StatusCommand.class,
      SubmitCommand.class,
      UpgradeCommand.class,
      StopCommand.class,
      SuperviseCommand.class
    })
public final class ClusterCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command");
  }
}
