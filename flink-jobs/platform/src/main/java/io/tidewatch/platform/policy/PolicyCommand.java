package io.tidewatch.platform.policy;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What policies for offers are worth. */
@Command(
    name = "policy",
    description = "Says what policies for offers are worth.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      SimulateCommand.class,
      EvaluatePolicyCommand.class,
      PushPolicyCommand.class,
      LearnCommand.class,
      ReportCommand.class,
      RetentionCommand.class,
      ExportCommand.class
    })
public final class PolicyCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command");
  }
}
