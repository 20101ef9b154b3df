package io.tidewatch.platform;

import io.tidewatch.platform.embedded.MetricsEndpoint;
import io.tidewatch.platform.sink.RunningSink;
import io.tidewatch.platform.sink.SinkConfig;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes topics to tables until it is interrupted. */
@Command(
    name = "sink",
    description =
        "Writes alerts, offers, scores and outcomes to tables of a PostgreSQL database, each record"
            + " once, whatever is restarted. docs/how-to/sql.md shows a configuration.",
    mixinStandardHelpOptions = true)
final class SinkCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Configuration, key=value lines or flat YAML.")
  private Path file;

  @Option(
      names = "--check",
      description =
          "Check the configuration, Kafka, the schema registry and the database, bring the tables up"
              + " to date unless database.migrate=false, and end.")
  private boolean checkOnly;

  @Override
  public Integer call() throws IOException, InterruptedException {
    SinkConfig config = SinkConfig.read(file);
    String version = RunningSink.prepare(config);
    PrintWriter out = spec.commandLine().getOut();
    out.println("database         " + config.database().address());
    out.println("tables           " + config.database().schema() + ", version " + version);
    out.println(
        "topics           "
            + config.topics().stream().map(Topic::topicName).collect(Collectors.joining(", ")));
    out.flush();
    if (!checkOnly) {
      run(config, out);
    }
    return 0;
  }

  private static void run(SinkConfig config, PrintWriter out) throws InterruptedException {
    CountDownLatch stop = new CountDownLatch(1);
    // The signal is the last to close: a transaction under way is waited for.
    try (StopSignal signal = StopSignal.install(stop);
        MetricsEndpoint metrics = MetricsEndpoint.start(config.metricsPort())) {
      out.println("metrics          " + metrics.url());
      out.println("Ctrl-C stops it.");
      out.flush();
      RunningSink.run(config, metrics.registry(), stop);
    }
  }
}
