package io.tidewatch.platform;

import io.tidewatch.platform.embedded.EmbeddedPlatform;
import io.tidewatch.platform.embedded.MetricsEndpoint;
import io.tidewatch.platform.embedded.PlatformOptions;
import io.tidewatch.platform.gateway.RunningGateway;
import io.tidewatch.platform.gateway.SecretFile;
import io.tidewatch.platform.options.Home;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the embedded platform for real clients until it is interrupted. */
@Command(
    name = "platform",
    description =
        "Runs Kafka, schema registry, scoring job and gateway in one process, for clients on this"
            + " machine."
            + " What it is told is kept and found again at the next start.",
    mixinStandardHelpOptions = true)
final class PlatformCommand implements Callable<Integer> {
  private static final Duration HEALTH_CHECK = Duration.ofSeconds(1);

  @Spec private CommandSpec spec;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Folder for topics, checkpoints and models. Default: ~/.tidewatch/platform.")
  private Optional<Path> directory = Optional.empty();

  @Option(
      names = "--kafka-port",
      defaultValue = "9092",
      paramLabel = "PORT",
      description = "Port of the broker, 0 for a free one. Default: ${DEFAULT-VALUE}.")
  private int kafkaPort;

  @Option(
      names = "--registry-port",
      defaultValue = "8081",
      paramLabel = "PORT",
      description = "Port of the schema registry, 0 for a free one. Default: ${DEFAULT-VALUE}.")
  private int registryPort;

  @Option(
      names = "--metrics-port",
      defaultValue = "9404",
      paramLabel = "PORT",
      description = "Port of the Prometheus metrics, 0 for a free one. Default: ${DEFAULT-VALUE}.")
  private int metricsPort;

  @Option(
      names = "--gateway-port",
      defaultValue = "8080",
      paramLabel = "PORT",
      description =
          "Port of the gateway, which takes events and answers questions over HTTP; 0 for a free"
              + " one. Default:"
              + " ${DEFAULT-VALUE}.")
  private int gatewayPort;

  @Override
  public Integer call() throws InterruptedException {
    Home home = Home.ofProcess();
    PlatformOptions options =
        PlatformOptions.in(directory.orElse(home.data().resolve("platform")))
            .withPorts(kafkaPort, registryPort)
            .trusting(home.releaseKey().verifyingKey());
    SecretFile writeKey = SecretFile.readOrMake(home.writeKeyFile());
    SecretFile token = SecretFile.readOrMake(home.tokenFile());
    CountDownLatch stop = new CountDownLatch(1);
    // The signal is the last to close: the process may end only when the platform is down.
    try (StopSignal signal = StopSignal.install(stop);
        EmbeddedPlatform platform = EmbeddedPlatform.start(options);
        MetricsEndpoint metrics =
            MetricsEndpoint.start(
                platform::counts, platform::health, platform::budgets, metricsPort);
        RunningGateway gateway =
            RunningGateway.start(
                LocalGateway.config(
                    platform.connection(), gatewayPort, options.directory(), writeKey, token),
                metrics.registry());
        Announcement announcement = Announcement.of(platform.connection(), home.connectionFile())) {
      print(platform, metrics, options.directory());
      print(gateway, writeKey, token);
      while (!stop.await(HEALTH_CHECK.toMillis(), TimeUnit.MILLISECONDS)) {
        platform.failIfEnded();
      }
    }
    return 0;
  }

  private void print(EmbeddedPlatform platform, MetricsEndpoint metrics, Path folder) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Kafka            " + platform.connection().bootstrapServers());
    out.println("schema registry  " + platform.connection().registryUrl());
    out.println("metrics          " + metrics.url());
    out.println("data             " + folder);
  }

  private void print(RunningGateway gateway, SecretFile writeKey, SecretFile token) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("gateway          " + gateway.url());
    gateway.consoleUrl().ifPresent(url -> out.println("console          " + url));
    out.println("write key        " + LocalGateway.shown(writeKey));
    out.println("API token        " + LocalGateway.shown(token));
    out.println("Ctrl-C stops it.");
    out.flush();
  }
}
