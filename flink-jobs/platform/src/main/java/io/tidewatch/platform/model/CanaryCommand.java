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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how many customers a challenger serves. */
@Command(
    name = "canary",
    description =
        "Sets the share of the customers whom the challenger serves in the champion's place; a"
            + " shadow becomes the challenger if there is none. Which customers these are is drawn"
            + " by a hash of their ids: a larger share keeps those of a smaller one.",
    mixinStandardHelpOptions = true)
final class CanaryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ChangeOptions options;

  @Parameters(paramLabel = "NAME", description = "churn or recommender.")
  private String name;

  @Option(
      names = "--share",
      paramLabel = "S",
      required = true,
      description = "More than 0 and at most 1, such as 0.1 for a tenth of the customers.")
  private float share;

  @Option(names = "--override", description = "Serve it though it was rolled back before; kept.")
  private boolean override;

  @Override
  public Integer call() {
    ShareOption.requireValid(spec.commandLine(), share);
    new SlotChange(options, spec.commandLine().getOut())
        .ofKnown(name, (slots, producer) -> messages(slots));
    return 0;
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
                            + name
                            + "; bring one in with: model push FILE --role challenger --share "
                            + share));
    return List.of(
        challenger(slots, shadow), slots.retire(ModelRole.SHADOW, options.change(override)));
  }

  private ModelRelease challenger(ModelSlots slots, ModelRelease release) {
    ModelRelease message =
        slots.place(ModelSlots.ref(release), ModelRole.CHALLENGER, share, options.change(override));
    SlotChange.requireNotBanned(slots, message);
    return message;
  }
}
