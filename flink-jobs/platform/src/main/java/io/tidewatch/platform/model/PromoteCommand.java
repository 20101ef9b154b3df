package io.tidewatch.platform.model;

import io.tidewatch.schemas.ModelRole;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes a challenger the champion. */
@Command(
    name = "promote",
    description =
        "Makes the challenger the champion, for all customers, and empties its slot. model rollback"
            + " brings the champion before back.",
    mixinStandardHelpOptions = true)
final class PromoteCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private KnownModel model;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "challenger",
      description = "challenger or shadow: whom to promote. Default: ${DEFAULT-VALUE}.")
  private ModelRole role;

  @Option(names = "--override", description = "Promote it though it was rolled back before; kept.")
  private boolean override;

  @Override
  public void run() {
    if (role != ModelRole.CHALLENGER && role != ModelRole.SHADOW) {
      throw new ParameterException(spec.commandLine(), "--role must be challenger or shadow");
    }
    model.send(slots -> slots.promote(role, model.change(override)));
  }
}
