package io.tidewatch.platform.model;

import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelSlot;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Takes a release out of service. */
@Command(
    name = "retire",
    description =
        "Empties a slot. Without a champion the customers that no challenger serves are not scored;"
            + " their events go on being folded.",
    mixinStandardHelpOptions = true)
final class RetireCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private KnownModel model;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "champion",
      description = "champion, challenger or shadow. Default: ${DEFAULT-VALUE}.")
  private ModelRole role;

  @Override
  public void run() {
    if (!ModelSlot.ROLES.contains(role)) {
      throw new ParameterException(
          spec.commandLine(), "--role must be champion, challenger or shadow");
    }
    model.send(slots -> List.of(slots.retire(role, model.change(false))));
  }
}
