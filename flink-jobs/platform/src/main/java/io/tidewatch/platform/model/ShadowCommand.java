package io.tidewatch.platform.model;

import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.scoring.slots.ModelSlots;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes a challenger out of serving, and lets it score on. */
@Command(
    name = "shadow",
    description =
        "Makes the challenger a shadow: it decides nothing any more, and what it would have said"
            + " goes to decision-log. A new release becomes one by model push FILE --role shadow.",
    mixinStandardHelpOptions = true)
final class ShadowCommand implements Runnable {
  @Mixin private KnownModel model;

  @Override
  public void run() {
    model.send(this::messages);
  }

  private List<ModelRelease> messages(ModelSlots slots) {
    ModelRelease challenger =
        slots
            .in(ModelRole.CHALLENGER)
            .orElseThrow(
                () ->
                    new CommandFailedException(
                        "there is no challenger of "
                            + model.name()
                            + "; bring a shadow in with: model push FILE --role shadow"));
    return List.of(
        slots.place(ModelSlots.ref(challenger), ModelRole.SHADOW, 0f, model.change(false)),
        slots.retire(ModelRole.CHALLENGER, model.change(false)));
  }
}
