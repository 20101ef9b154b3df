package io.tidewatch.platform.model;

import io.tidewatch.platform.options.StoreOptions;
import io.tidewatch.platform.releases.ReleasePush;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelSlot;
import io.tidewatch.scoring.artifacts.ArtifactStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings a release into the running job. */
@Command(
    name = "push",
    description =
        "Verifies a release, puts it into the store of releases, announces it on the topic models"
            + " in a role, and waits until all subtasks of the job serve it.",
    mixinStandardHelpOptions = true)
final class PushCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ChangeOptions options;
  @Mixin private StoreOptions store;

  @Parameters(paramLabel = "FILE", description = "Release zip.")
  private Path file;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "champion",
      description =
          "champion serves; challenger serves a share of the customers in its place; shadow scores"
              + " and decides nothing. Default: ${DEFAULT-VALUE}.")
  private ModelRole role;

  @Option(
      names = "--share",
      paramLabel = "S",
      description = "Share of the customers that a challenger serves, such as 0.1 for a tenth.")
  private Optional<Float> share = Optional.empty();

  @Option(
      names = "--override",
      description =
          "Serve it though it was rolled back before, or is worse than the champion; kept.")
  private boolean override;

  @Option(
      names = "--trusted-key",
      paramLabel = "FILE",
      description =
          "Public key, PEM, that the release must be signed by; may be given more than once."
              + " Default: leave that to the job.")
  private List<String> trustedKeys = List.of();

  @Override
  public Integer call() {
    requireRoleWithShare();
    ReleaseFile read = ReleaseFile.read(file);
    read.requireSignedBy(trustedKeys);
    ArtifactStore artifacts = store.open();
    new SlotChange(options, spec.commandLine().getOut())
        .make(
            read.release().manifest().name(),
            (slots, producer) -> {
              ModelRelease message =
                  slots.place(
                      new ReleasePush(artifacts, producer).store(read.release(), read.zip()),
                      role,
                      share.orElse(0f),
                      options.change(override));
              SlotChange.requireNotBanned(slots, message);
              return List.of(message);
            });
    return 0;
  }

  private void requireRoleWithShare() {
    if (!ModelSlot.ROLES.contains(role)) {
      throw new ParameterException(
          spec.commandLine(), "--role must be champion, challenger or shadow");
    }
    if ((role == ModelRole.CHALLENGER) != share.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "--share S belongs to --role challenger, and to no other");
    }
    share.ifPresent(value -> ShareOption.requireValid(spec.commandLine(), value));
  }
}
