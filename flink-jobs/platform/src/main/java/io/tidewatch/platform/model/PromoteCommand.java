package io.tidewatch.platform.model;

import io.tidewatch.schemas.ModelRole;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a challenger the champion. */
@Command(
    name = "promote",
    description =
        "Makes the challenger the champion, for all customers, and empties its slot. model rollback"
            + " brings the champion before back.",
    mixinStandardHelpOptions = true)
final class PromoteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ChangeOptions options;

  @Parameters(paramLabel = "NAME", description = "churn or recommender.")
  private String name;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "challenger",
      description = "challenger or shadow: whom to promote. Default: ${DEFAULT-VALUE}.")
  private ModelRole role;

  @Option(names = "--override", description = "Promote it though it was rolled back before; kept.")
  private boolean override;

  @Override
  public Integer call() {
    if (role != ModelRole.CHALLENGER && role != ModelRole.SHADOW) {
      throw new ParameterException(spec.commandLine(), "--role must be challenger or shadow");
    }
    new SlotChange(options, spec.commandLine().getOut())
        .ofKnown(name, (slots, producer) -> slots.promote(role, options.change(override)));
    return 0;
  }
}
