package io.tidewatch.platform;

import io.tidewatch.connectors.history.DataSet;
import io.tidewatch.connectors.history.DataSets;
import io.tidewatch.models.signing.SigningKey;
import io.tidewatch.platform.demo.Demo;
import io.tidewatch.platform.demo.DemoOptions;
import io.tidewatch.platform.demo.DemoReport;
import io.tidewatch.platform.demo.OutputFeed;
import io.tidewatch.platform.embedded.EmbeddedPlatform;
import io.tidewatch.platform.embedded.MetricsEndpoint;
import io.tidewatch.platform.embedded.PlatformOptions;
import io.tidewatch.platform.gateway.RunningGateway;
import io.tidewatch.platform.gateway.SecretFile;
import io.tidewatch.platform.options.Home;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.platform.terminal.Terminal;
import io.tidewatch.training.TrainingOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows everything with bundled data. */
@Command(
    name = "demo",
    header = "Runs everything in one process on bundled real purchases.",
    description = {
      "",
      "Starts the platform, trains two models on the"
          + " first part of the history, pushes them, replays the rest faster than real time, and"
          + " says how good alerts and offers were. Takes a few minutes; the training is kept for"
          + " the next run.",
      "",
      "Exit code 0 only if alerts and offers came out and no event was lost."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final String DATA_SET = "completejourney";
  private static final Duration HEARTBEAT_EVERY = Duration.ofHours(6);
  private static final Duration HEALTH_CHECK = Duration.ofSeconds(1);

  @Spec private CommandSpec spec;

  @Option(
      names = "--exit",
      description = "End after the summary instead of keeping the platform up.")
  private boolean exit;

  @Option(names = "--json", description = "Print the summary as one JSON document.")
  private boolean json;

  @Option(
      names = "--speed",
      paramLabel = "FACTOR",
      description =
          "Seconds of the history per second of the replay; 86400 is a day a second."
              + " Default: as fast as the job takes it.")
  private double speed;

  @Option(names = "--no-cache", description = "Train anew even if the models are kept.")
  private boolean noCache;

  @Option(
      names = "--gateway-port",
      defaultValue = "0",
      paramLabel = "PORT",
      description =
          "Port of the gateway with the console; 0 for a free one. Default: ${DEFAULT-VALUE}.")
  private int gatewayPort;

  @Override
  public Integer call() throws Exception {
    long start = System.nanoTime();
    CountDownLatch stop = new CountDownLatch(1);
    Home home = Home.ofProcess();
    DataSet dataSet = DataSets.named(DATA_SET, Optional.empty());
    SecretFile writeKey = SecretFile.readOrMake(home.writeKeyFile());
    SecretFile token = SecretFile.readOrMake(home.tokenFile());
    try (StopSignal signal = StopSignal.install(stop);
        WorkFolder folder = WorkFolder.create("tidewatch-demo")) {
      DemoOptions options = options(home, dataSet, folder);
      try (EmbeddedPlatform platform = EmbeddedPlatform.start(options.platform());
          Announcement announcement =
              Announcement.of(platform.connection(), home.connectionFile());
          MetricsEndpoint metrics =
              MetricsEndpoint.start(platform::counts, platform::health, platform::budgets, 0);
          RunningGateway gateway =
              RunningGateway.start(
                  LocalGateway.config(
                      platform.connection(), gatewayPort, folder.path(), writeKey, token),
                  metrics.registry());
          OutputFeed feed = OutputFeed.start(platform.connection().configuration())) {
        print(gateway, token);
        Demo demo = new Demo(options, dataSet, platform, feed, start);
        Optional<DemoReport> report =
            Interruptible.run(stop, () -> demo.run(Terminal.err(spec.commandLine().getErr())));
        report.ifPresent(this::print);
        if (!exit && report.isPresent()) {
          keepUp(platform, stop);
        }
        return report.map(DemoReport::successful).orElse(false) ? 0 : 1;
      }
    }
  }

  private DemoOptions options(Home home, DataSet dataSet, WorkFolder folder) {
    SigningKey key = home.releaseKey();
    PlatformOptions platform =
        PlatformOptions.in(folder.path()).forReplay().trusting(key.verifyingKey());
    return new DemoOptions(
        platform,
        key,
        TrainingOptions.defaults(),
        dataSet.suggestedSplit(),
        speed,
        HEARTBEAT_EVERY,
        noCache ? Optional.empty() : Optional.of(home.cache()),
        Versions.all());
  }

  private void print(DemoReport report) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.pretty(report.toJson()));
    } else {
      report.summary().forEach(out::println);
    }
    out.flush();
  }

  private void print(RunningGateway gateway, SecretFile token) {
    PrintWriter err = spec.commandLine().getErr();
    gateway
        .consoleUrl()
        .ifPresent(
            url -> err.println("Console: " + url + " (token " + LocalGateway.shown(token) + ")"));
    err.flush();
  }

  private void keepUp(EmbeddedPlatform platform, CountDownLatch stop) throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    err.println();
    err.println(
        "The platform stays up: Kafka "
            + platform.connection().bootstrapServers()
            + ", registry "
            + platform.connection().registryUrl());
    err.println("Try ./tidewatch tail churn-alerts --from-beginning --max 3 in another terminal.");
    err.println("Ctrl-C ends it.");
    err.flush();
    while (!stop.await(HEALTH_CHECK.toMillis(), TimeUnit.MILLISECONDS)) {
      platform.failIfEnded();
    }
  }
}
