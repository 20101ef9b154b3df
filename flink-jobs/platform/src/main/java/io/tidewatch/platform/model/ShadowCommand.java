package io.tidewatch.platform.model;

import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.scoring.slots.ModelSlots;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes a challenger out of serving, and lets it score on. */
@Command(
    name = "shadow",
    description =
        "Makes the challenger a shadow: it decides nothing any more, and what it would have said"
            + " goes to decision-log. A new release becomes one by model push FILE --role shadow.",
    mixinStandardHelpOptions = true)
final class ShadowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ChangeOptions options;

  @Parameters(paramLabel = "NAME", description = "churn or recommender.")
  private String name;

  @Override
  public Integer call() {
    new SlotChange(options, spec.commandLine().getOut())
        .ofKnown(name, (slots, producer) -> messages(slots));
    return 0;
  }

  private List<ModelRelease> messages(ModelSlots slots) {
    ModelRelease challenger =
        slots
            .in(ModelRole.CHALLENGER)
            .orElseThrow(
                () ->
                    new CommandFailedException(
                        "there is no challenger of "
                            + name
                            + "; bring a shadow in with: model push FILE --role shadow"));
    return List.of(
        slots.place(ModelSlots.ref(challenger), ModelRole.SHADOW, 0f, options.change(false)),
        slots.retire(ModelRole.CHALLENGER, options.change(false)));
  }
}
