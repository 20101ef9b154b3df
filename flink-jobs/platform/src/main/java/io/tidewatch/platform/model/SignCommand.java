package io.tidewatch.platform.model;

import io.tidewatch.models.signing.SigningKey;
import io.tidewatch.platform.options.SigningOption;
import io.tidewatch.platform.terminal.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Signs a release that somebody else made, or that was signed with another key. */
@Command(
    name = "sign",
    description =
        "Verifies a release and puts a signature under it, in the place of the one it may have."
            + " Its contents stay; its SHA-256 becomes another.",
    mixinStandardHelpOptions = true)
final class SignCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SigningOption signing;

  @Parameters(paramLabel = "FILE", description = "Release zip.")
  private Path file;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the signed release is written. Default: over the file itself.")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() {
    SigningKey key = signing.key();
    ReleaseFile read = ReleaseFile.read(file);
    Path target = out.orElse(file);
    byte[] signed = SigningOption.sign(read.zip(), key);
    try {
      Path aside = Files.createTempFile(target.toAbsolutePath().getParent(), "release", ".part");
      Files.write(aside, signed);
      Files.move(aside, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CommandFailedException("cannot write " + target, e);
    }
    spec.commandLine()
        .getOut()
        .println("%s signed with key %s".formatted(target, key.verifyingKey().id()));
    return 0;
  }
}
