package io.tidewatch.platform.model;

import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelSlot;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes a release out of service. */
@Command(
    name = "retire",
    description =
        "Empties a slot. Without a champion the customers that no challenger serves are not scored;"
            + " their events go on being folded.",
    mixinStandardHelpOptions = true)
final class RetireCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ChangeOptions options;

  @Parameters(paramLabel = "NAME", description = "churn or recommender.")
  private String name;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "champion",
      description = "champion, challenger or shadow. Default: ${DEFAULT-VALUE}.")
  private ModelRole role;

  @Override
  public Integer call() {
    if (!ModelSlot.ROLES.contains(role)) {
      throw new ParameterException(
          spec.commandLine(), "--role must be champion, challenger or shadow");
    }
    new SlotChange(options, spec.commandLine().getOut())
        .ofKnown(name, (slots, producer) -> List.of(slots.retire(role, options.change(false))));
    return 0;
  }
}
