package io.tidewatch.platform;

import io.tidewatch.platform.delivery.DeliveryConfig;
import io.tidewatch.platform.delivery.RunningDelivery;
import io.tidewatch.platform.embedded.MetricsEndpoint;
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

/** Delivers alerts until it is interrupted. */
@Command(
    name = "deliver",
    description =
        "Delivers churn alerts to webhooks, chat rooms and mailboxes, each alert once to each"
            + " target, whatever is restarted. docs/how-to/deliver-alerts.md shows a configuration.",
    mixinStandardHelpOptions = true)
final class DeliverCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Configuration, key=value lines or flat YAML.")
  private Path file;

  @Override
  public Integer call() throws IOException, InterruptedException {
    DeliveryConfig config = DeliveryConfig.read(file);
    CountDownLatch stop = new CountDownLatch(1);
    // The signal is the last to close: attempts under way are waited for.
    try (StopSignal signal = StopSignal.install(stop);
        MetricsEndpoint metrics = MetricsEndpoint.start(config.metricsPort())) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          "targets          "
              + config.targets().stream()
                  .map(target -> target.name())
                  .collect(Collectors.joining(", ")));
      out.println("metrics          " + metrics.url());
      out.println("Ctrl-C stops it.");
      out.flush();
      RunningDelivery.run(config, metrics.registry(), stop);
    }
    return 0;
  }
}
