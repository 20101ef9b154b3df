package io.tidewatch.benchmarks.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.benchmarks.pipeline.BrokerProcess;
import io.tidewatch.benchmarks.pipeline.Cores;
import io.tidewatch.benchmarks.pipeline.PinnedJvm;
import io.tidewatch.benchmarks.pipeline.Scratch;
import io.tidewatch.benchmarks.report.BenchReport;
import io.tidewatch.benchmarks.report.Machine;
import io.tidewatch.benchmarks.report.Repetitions;
import io.tidewatch.benchmarks.report.ReportOptions;
import io.tidewatch.benchmarks.workload.Fork;
import io.tidewatch.connectors.gateway.http.Secret;
import io.tidewatch.platform.terminal.ProgressLine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How many events the collector takes on one core, and how long its acknowledgements take. */
@Command(
    name = "collector",
    description = {
      "Posts events to the collector on one core, in batches as fast as it takes them and then one"
          + " by one at a steady rate; about 2 minutes.",
      "",
      "An event counts when the collector has answered, which it does when Kafka has acknowledged"
          + " it. Latencies run from when an event was due, so that waiting counts."
    },
    mixinStandardHelpOptions = true)
public final class CollectorBenchmark implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Spec private CommandSpec spec;
  @Mixin private ReportOptions options;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Repetitions. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "100",
      description = "Events of a batch. Default: ${DEFAULT-VALUE}.")
  private int batch;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "8",
      description = "Batches that wait for their answer at a time. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Events per second, one by one. Default: ${DEFAULT-VALUE}.")
  private int rate;

  private Duration length = Duration.ofSeconds(8);
  private Duration warmUp = Duration.ofSeconds(10);

  @Override
  public Integer call() throws InterruptedException {
    if (options.quick()) {
      rounds = 1;
      rate = 100;
      length = Duration.ofMillis(500);
      warmUp = Duration.ofMillis(500);
    }
    BenchReport report = new BenchReport("collector", Instant.now(), Machine.here());
    report
        .parameter("batch", batch)
        .parameter("connections", connections)
        .parameter("singlesPerSecond", rate)
        .parameter("rounds", rounds)
        .parameter("secondsPerRound", length.toMillis() / 1e3)
        .parameter("cores", Cores.describe() + ", load on the broker's")
        .parameter("jvm", String.join(" ", GatewayForks.JVM));
    try (Scratch scratch = Scratch.create();
        ProgressLine progress = ReportOptions.progress(spec.commandLine())) {
      progress.at(0, "broker and collector start");
      measure(scratch.folder("collector"), report, progress);
    }
    options.publish(spec.commandLine(), report, List.of());
    return 0;
  }

  private void measure(Path folder, BenchReport report, ProgressLine progress)
      throws InterruptedException {
    String secret = Secret.random();
    try (BrokerProcess broker = BrokerProcess.start(folder);
        PinnedJvm gateway =
            GatewayForks.gateway(broker.connection(), secret, Secret.random(), folder);
        PinnedJvm load =
            GatewayForks.load(
                CollectorLoadMain.class,
                plan(gateway.await("ready", PATIENCE).get("url").asText(), secret),
                folder)) {
      List<Double> eventsPerSecond = new ArrayList<>();
      List<Double> eventsPerCpuSecond = new ArrayList<>();
      List<Double> p99 = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        progress.at((double) round / rounds, "round " + (round + 1) + " of " + rounds);
        double before = cpuSeconds(gateway);
        double events =
            GatewayForks.ask(load, "batches", PATIENCE).get("eventsPerSecond").asDouble();
        double cpu = cpuSeconds(gateway) - before;
        JsonNode singles = GatewayForks.ask(load, "singles", PATIENCE);
        eventsPerSecond.add(events);
        eventsPerCpuSecond.add(events * length.toMillis() / 1e3 / Math.max(cpu, 1e-3));
        p99.add(singles.get("p99").asDouble());
        report
            .row()
            .put("round", round + 1)
            .put("eventsPerSecond", events)
            .put("eventsPerCpuSecond", eventsPerCpuSecond.get(round))
            .put("p50Millis", singles.get("p50").asDouble())
            .put("p99Millis", singles.get("p99").asDouble())
            .put("p999Millis", singles.get("p999").asDouble())
            .put("maxMillis", singles.get("max").asDouble());
      }
      report
          .ratio("eventsPerSecond/batches", new Repetitions(eventsPerSecond))
          .ratio("eventsPerCpuSecond/batches", new Repetitions(eventsPerCpuSecond))
          .ratio("latencyP99Millis/singles@" + rate, new Repetitions(p99))
          .note("These are no ratios but the figures themselves: nothing is measured beside them.");
    }
  }

  private ObjectNode plan(String url, String secret) {
    return Fork.object()
        .put("url", url)
        .put("secret", secret)
        .put("batch", batch)
        .put("connections", connections)
        .put("rate", rate)
        .put("millis", length.toMillis())
        .put("warmUpMillis", warmUp.toMillis());
  }

  private static double cpuSeconds(PinnedJvm process) {
    return ProcessHandle.of(process.pid())
        .flatMap(handle -> handle.info().totalCpuDuration())
        .map(cpu -> cpu.toMillis() / 1e3)
        .orElse(0.0);
  }
}
