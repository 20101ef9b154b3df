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

/** How long answers of the query API take with many customers. */
@Command(
    name = "query",
    description = {
      "Fills the query API's store with customers and asks it at a steady rate, on one core; about 5"
          + " minutes.",
      "",
      "Nine of ten questions are for one customer, one for the 50 most at risk. Latencies run from"
          + " when a question was due, so that waiting counts."
    },
    mixinStandardHelpOptions = true)
public final class QueryBenchmark implements Callable<Integer> {
  private static final Duration FILLED_WITHIN = Duration.ofMinutes(20);

  @Spec private CommandSpec spec;
  @Mixin private ReportOptions options;

  @Option(
      names = "--customers",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Customers in the store. Default: ${DEFAULT-VALUE}.")
  private int customers;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "500",
      description = "Questions per second. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Mixin private Rounds rounds = new Rounds(Duration.ofSeconds(10), Duration.ofSeconds(20));

  @Override
  public Integer call() throws InterruptedException {
    if (options.quick()) {
      customers = 1_000;
      rate = 100;
      rounds.shorten();
    }
    BenchReport report = new BenchReport("query", Instant.now(), Machine.here());
    report.parameter("customers", customers).parameter("questionsPerSecond", rate);
    rounds.describe(report);
    try (Scratch scratch = Scratch.create();
        ProgressLine progress = ReportOptions.progress(spec.commandLine())) {
      measure(scratch.folder("query"), report, progress);
    }
    options.publish(spec.commandLine(), report, List.of());
    return 0;
  }

  private void measure(Path folder, BenchReport report, ProgressLine progress)
      throws InterruptedException {
    String secret = Secret.random();
    progress.at(0, "customers are written");
    try (BrokerProcess broker = BrokerProcess.start(folder)) {
      StoredCustomers.write(broker.connection(), customers);
      progress.at(0, "the store is filled");
      Instant start = Instant.now();
      try (PinnedJvm gateway =
          GatewayForks.gateway(broker.connection(), Secret.random(), secret, folder)) {
        String url = gateway.await("ready", Rounds.PATIENCE).get("url").asText();
        GatewayForks.awaitCaughtUp(url, secret, FILLED_WITHIN);
        report.details().put("fillSeconds", Duration.between(start, Instant.now()).toSeconds());
        report
            .details()
            .put("storeMiB", Scratch.size(GatewayForks.store(folder)) / (double) (1 << 20));
        try (PinnedJvm load = GatewayForks.load(QueryLoadMain.class, plan(url, secret), folder)) {
          rounds(load, report, progress);
        }
      }
    }
  }

  private void rounds(PinnedJvm load, BenchReport report, ProgressLine progress)
      throws InterruptedException {
    List<Double> p99 = new ArrayList<>();
    for (int round = 0; round < rounds.count(); round++) {
      progress.at(rounds.share(round), rounds.name(round));
      JsonNode answers = GatewayForks.ask(load, "answers", Rounds.PATIENCE);
      p99.add(answers.get("p99").asDouble());
      Rounds.put(report.row().put("round", round + 1), answers);
    }
    report
        .ratio("latencyP99Millis/questions@" + rate, new Repetitions(p99))
        .note("This is no ratio but the figure itself: nothing is measured beside it.");
  }

  private ObjectNode plan(String url, String secret) {
    return rounds.plan(url, secret).put("customers", customers).put("rate", rate);
  }
}
