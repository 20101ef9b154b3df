package io.tidewatch.platform;

import io.tidewatch.connectors.kafka.Reachability;
import io.tidewatch.platform.embedded.MetricsEndpoint;
import io.tidewatch.platform.gateway.GatewayConfig;
import io.tidewatch.platform.gateway.RunningGateway;
import io.tidewatch.schemas.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the gateway against a real Kafka until it is interrupted. */
@Command(
    name = "gateway",
    description =
        "Runs the gateway against a Kafka of yours: takes events from trackers that speak the"
            + " Segment HTTP tracking spec. docs/how-to/collect-events.md shows a configuration.",
    mixinStandardHelpOptions = true)
final class GatewayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Configuration, key=value lines or flat YAML.")
  private Path file;

  @Option(
      names = "--wait",
      description =
          "Start although Kafka, the schema registry or topics may not be there yet, and wait for"
              + " them. Default: end and say what is missing.")
  private boolean waits;

  @Override
  public Integer call() throws IOException, InterruptedException {
    GatewayConfig config = GatewayConfig.read(file);
    if (!waits) { // what it only reads may come later, or be hidden from its credentials
      Reachability.require(config.kafka(), List.copyOf(Role.GATEWAY.writes()));
    }
    CountDownLatch stop = new CountDownLatch(1);
    // The signal is the last to close: events on their way are waited for.
    try (StopSignal signal = StopSignal.install(stop);
        MetricsEndpoint metrics = MetricsEndpoint.start(config.metrics());
        RunningGateway gateway = RunningGateway.start(config, metrics.registry())) {
      PrintWriter out = spec.commandLine().getOut();
      out.println("gateway          " + gateway.url());
      gateway.consoleUrl().ifPresent(url -> out.println("console          " + url));
      out.println("metrics          " + metrics.url());
      out.println("Ctrl-C stops it.");
      out.flush();
      stop.await();
    }
    return 0;
  }
}
