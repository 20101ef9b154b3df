package io.tidewatch.platform.model;

import io.tidewatch.platform.options.Home;
import io.tidewatch.platform.releases.ReleasePush;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelSlot;
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
        "Verifies a release, copies it to the models folder, announces it on the topic models in"
            + " a role, and waits until all subtasks of the job serve it.",
    mixinStandardHelpOptions = true)
final class PushCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ChangeOptions options;

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
      names = "--models",
      paramLabel = "DIR",
      description =
          "Folder for releases that the job can read. Default: ~/.tidewatch/platform/models.")
  private Optional<Path> folder = Optional.empty();

  @Override
  public Integer call() {
    requireRoleWithShare();
    ReleaseFile read = ReleaseFile.read(file);
    Path models = folder.orElse(Home.ofProcess().data().resolve("platform").resolve("models"));
    new SlotChange(options, spec.commandLine().getOut())
        .make(
            read.release().manifest().name(),
            (slots, producer) -> {
              ModelRelease message =
                  slots.place(
                      new ReleasePush(models, producer).store(read.release(), read.zip()),
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
