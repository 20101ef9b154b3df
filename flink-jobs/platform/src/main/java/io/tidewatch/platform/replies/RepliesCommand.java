package io.tidewatch.platform.replies;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Approved answers, from which replies to tickets are suggested. */
@Command(
    name = "replies",
    description = "Works with the approved answers from which replies to tickets are suggested.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      StarterCommand.class,
      CheckCommand.class,
      SuggestCommand.class,
      PushCommand.class,
      FeedbackCommand.class
    })
public final class RepliesCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command");
  }
}
