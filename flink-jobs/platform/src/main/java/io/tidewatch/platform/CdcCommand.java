package io.tidewatch.platform;

import io.tidewatch.platform.changes.ChangesConfig;
import io.tidewatch.platform.changes.RunningChanges;
import io.tidewatch.platform.embedded.MetricsEndpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Follows a table of customers until it is interrupted. */
@Command(
    name = "cdc",
    description =
        "Follows the changes of a table of customers, in Debezium's envelope, and writes profiles to"
            + " the topic customers. docs/how-to/follow-customers.md shows a configuration.",
    mixinStandardHelpOptions = true)
final class CdcCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Configuration, key=value lines or flat YAML.")
  private Path file;

  @Override
  public Integer call() throws IOException, InterruptedException {
    ChangesConfig config = ChangesConfig.read(file);
    CountDownLatch stop = new CountDownLatch(1);
    // The signal is the last to close: what was read is written and committed first.
    try (StopSignal signal = StopSignal.install(stop);
        MetricsEndpoint metrics = MetricsEndpoint.start(config.metricsPort())) {
      PrintWriter out = spec.commandLine().getOut();
      out.println("topic            " + config.topic());
      out.println("metrics          " + metrics.url());
      out.println("Ctrl-C stops it.");
      out.flush();
      RunningChanges.run(config, metrics.registry(), stop);
    }
    return 0;
  }
}
