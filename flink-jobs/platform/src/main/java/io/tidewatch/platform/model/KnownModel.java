package io.tidewatch.platform.model;

import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.scoring.slots.Change;
import io.tidewatch.scoring.slots.ModelSlots;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The model, heard of before, whose slots a command changes, and who changes them and why. */
final class KnownModel {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Mixin private ChangeOptions options;

  @Parameters(paramLabel = "NAME", description = "churn or recommender.")
  private String name;

  String name() {
    return name;
  }

  Change change(boolean override) {
    return options.change(override);
  }

  /**
   * Sends messages, waits until the job does what they ask, and says what was replaced.
   *
   * @param messages what to send, given what the slots hold; called once
   */
  void send(Function<ModelSlots, List<ModelRelease>> messages) {
    new SlotChange(options, command.commandLine().getOut()).ofKnown(name, messages);
  }
}
