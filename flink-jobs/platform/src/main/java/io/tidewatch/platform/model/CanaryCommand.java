package io.tidewatch.platform.model;

import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.scoring.slots.ModelSlots;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says how many customers a challenger serves. */
@Command(
    name = "canary",
    description =
        "Sets the share of the customers whom the challenger serves in the champion's place; a"
            + " shadow becomes the challenger if there is none. Which customers these are is drawn"
            + " by a hash of their ids: a larger share keeps those of a smaller one.",
    mixinStandardHelpOptions = true)
final class CanaryCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private KnownModel model;

  @Option(
      names = "--share",
      paramLabel = "S",
      required = true,
      description = "More than 0 and at most 1, such as 0.1 for a tenth of the customers.")
  private float share;

  @Option(names = "--override", description = "Serve it though it was rolled back before; kept.")
  private boolean override;

  @Override
  public void run() {
    ShareOption.requireValid(spec.commandLine(), share);
    model.send(this::messages);
  }

  private List<ModelRelease> messages(ModelSlots slots) {
    if (slots.in(ModelRole.CHALLENGER).isPresent()) {
      return List.of(challenger(slots, slots.in(ModelRole.CHALLENGER).get()));
    }
    ModelRelease shadow =
        slots
            .in(ModelRole.SHADOW)
            .orElseThrow(
                () ->
                    new CommandFailedException(
                        "there is neither a challenger nor a shadow of "
                            + model.name()
                            + "; bring one in with: model push FILE --role challenger --share "
                            + share));
    return List.of(
        challenger(slots, shadow), slots.retire(ModelRole.SHADOW, model.change(override)));
  }

  private ModelRelease challenger(ModelSlots slots, ModelRelease release) {
    ModelRelease message =
        slots.place(ModelSlots.ref(release), ModelRole.CHALLENGER, share, model.change(override));
    SlotChange.requireNotBanned(slots, message);
    return message;
  }
}
