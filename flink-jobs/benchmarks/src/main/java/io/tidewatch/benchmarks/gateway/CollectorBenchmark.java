package io.tidewatch.benchmarks.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.benchmarks.pipeline.BrokerProcess;
import io.tidewatch.benchmarks.pipeline.PinnedJvm;
import io.tidewatch.benchmarks.pipeline.Scratch;
import io.tidewatch.benchmarks.report.BenchReport;
import io.tidewatch.benchmarks.report.Machine;
import io.tidewatch.benchmarks.report.Repetitions;
import io.tidewatch.benchmarks.report.ReportOptions;
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

  @Spec private CommandSpec spec;
  @Mixin private ReportOptions options;

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

  @Mixin private Rounds rounds = new Rounds(Duration.ofSeconds(8), Duration.ofSeconds(10));

  @Override
  public Integer call() throws InterruptedException {
    if (options.quick()) {
      rounds.shorten();
      rate = 100;
    }
    BenchReport report = new BenchReport("collector", Instant.now(), Machine.here());
    report
        .parameter("batch", batch)
        .parameter("connections", connections)
        .parameter("singlesPerSecond", rate);
    rounds.describe(report);
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
                plan(gateway.await("ready", Rounds.PATIENCE).get("url").asText(), secret),
                folder)) {
      List<Double> eventsPerSecond = new ArrayList<>();
      List<Double> eventsPerCpuSecond = new ArrayList<>();
      List<Double> p99 = new ArrayList<>();
      for (int round = 0; round < rounds.count(); round++) {
        progress.at(rounds.share(round), rounds.name(round));
        double before = cpuSeconds(gateway);
        double events =
            GatewayForks.ask(load, "batches", Rounds.PATIENCE).get("eventsPerSecond").asDouble();
        double cpu = cpuSeconds(gateway) - before;
        JsonNode singles = GatewayForks.ask(load, "singles", Rounds.PATIENCE);
        eventsPerSecond.add(events);
        eventsPerCpuSecond.add(events * rounds.seconds() / Math.max(cpu, 1e-3));
        p99.add(singles.get("p99").asDouble());
        Rounds.put(
            report
                .row()
                .put("round", round + 1)
                .put("eventsPerSecond", events)
                .put("eventsPerCpuSecond", eventsPerCpuSecond.get(round)),
            singles);
      }
      report
          .ratio("eventsPerSecond/batches", new Repetitions(eventsPerSecond))
          .ratio("eventsPerCpuSecond/batches", new Repetitions(eventsPerCpuSecond))
          .ratio("latencyP99Millis/singles@" + rate, new Repetitions(p99))
          .note("These are no ratios but the figures themselves: nothing is measured beside them.");
    }
  }

  private ObjectNode plan(String url, String secret) {
    return rounds
        .plan(url, secret)
        .put("batch", batch)
        .put("connections", connections)
        .put("rate", rate);
  }

  private static double cpuSeconds(PinnedJvm process) {
    return ProcessHandle.of(process.pid())
        .flatMap(handle -> handle.info().totalCpuDuration())
        .map(cpu -> cpu.toMillis() / 1e3)
        .orElse(0.0);
  }
}
