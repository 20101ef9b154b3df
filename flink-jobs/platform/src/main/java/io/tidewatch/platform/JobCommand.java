package io.tidewatch.platform;

import io.tidewatch.connectors.kafka.Reachability;
import io.tidewatch.connectors.kafka.personal.MasterKeys;
import io.tidewatch.schemas.Role;
import io.tidewatch.scoring.ScoringConfig;
import io.tidewatch.scoring.ScoringJob;
import io.tidewatch.scoring.artifacts.FileSystemPlugins;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a job against a real Kafka. */
@Command(
    name = "job",
    description = "Runs a streaming job against a Kafka of yours.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class JobCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command");
  }

  @Command(
      name = "scoring",
      description =
          "Runs the scoring job in this process until it is interrupted."
              + " docs/how-to/own-kafka.md shows a configuration.",
      mixinStandardHelpOptions = true)
  int scoring(
      @Option(
              names = "--config",
              required = true,
              paramLabel = "FILE",
              description = "Configuration, key=value lines or flat YAML.")
          Path config)
      throws Exception {
    ScoringConfig checked = ScoringConfig.read(config);
    MasterKeys.of(checked.configuration()); // a wrong file is said now, and not by the first text
    FileSystemPlugins.load(checked.flink());
    Reachability.require(checked.configuration(), Role.SCORING);
    ScoringJob.main(new String[] {"--config", config.toString()});
    return 0;
  }
}
