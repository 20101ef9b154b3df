package io.tidewatch.platform.model;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The life cycle of model releases, one command for each step. */
@Command(
    name = "model",
    description = "Brings releases into the running job, and says what served when.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PushCommand.class,
      ShadowCommand.class,
      CanaryCommand.class,
      PromoteCommand.class,
      RollbackCommand.class,
      RetireCommand.class,
      ListCommand.class,
      HistoryCommand.class,
      InspectCommand.class,
      CompareCommand.class,
      KeysCommand.class,
      SignCommand.class,
      ImportCommand.class,
      DriftCommand.class
    })
public final class ModelCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command");
  }
}
