package io.tidewatch.platform;

import io.tidewatch.connectors.kafka.KeyRotation;
import io.tidewatch.connectors.kafka.personal.MasterKeys;
import io.tidewatch.platform.options.ConnectionOptions;
import io.tidewatch.platform.terminal.CommandFailedException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The keys that personal fields are encrypted with. */
@Command(
    name = "privacy",
    description = "The master key that personal fields are encrypted by. docs/how-to/privacy.md",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class PrivacyCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command");
  }

  @Command(
      name = "new-key",
      description = "Makes a master key in a file that only its owner may read.",
      mixinStandardHelpOptions = true)
  int newKey(
      @Parameters(paramLabel = "FILE", description = "The file; nothing is overwritten.")
          Path file) {
    try {
      MasterKeys.make(file);
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailedException(file + " is there already; give another name");
    } catch (IOException e) {
      throw new CommandFailedException("cannot make " + file, e);
    }
    spec.commandLine().getOut().println("master key in " + file + "; keep a copy in a safe place");
    return 0;
  }

  @Command(
      name = "rotate",
      description =
          "Wraps the keys of all customers with the first master key of the file, so that the others"
              + " can be removed from it. What is encrypted stays as it is.",
      mixinStandardHelpOptions = true)
  int rotate(@Mixin ConnectionOptions connection) {
    KeyRotation.Report report = KeyRotation.run(connection.connection().configuration());
    spec.commandLine()
        .getOut()
        .println(
            "%d of %d keys wrapped again; master key %s wraps all of them"
                .formatted(report.rewrapped(), report.keys(), report.masterKeyId()));
    return 0;
  }
}
