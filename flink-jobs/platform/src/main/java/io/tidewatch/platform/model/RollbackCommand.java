package io.tidewatch.platform.model;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings the champion before the present one back. */
@Command(
    name = "rollback",
    description =
        "Brings the champion before the present one back, and bans the present one: it is served"
            + " again only with --override.",
    mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ChangeOptions options;

  @Parameters(paramLabel = "NAME", description = "churn or recommender.")
  private String name;

  @Override
  public Integer call() {
    new SlotChange(options, spec.commandLine().getOut())
        .ofKnown(name, (slots, producer) -> List.of(slots.rollback(options.change(false))));
    return 0;
  }
}
