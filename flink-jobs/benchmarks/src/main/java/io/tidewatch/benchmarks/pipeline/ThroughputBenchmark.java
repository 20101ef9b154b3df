package io.tidewatch.benchmarks.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.benchmarks.report.BenchReport;
import io.tidewatch.benchmarks.report.Machine;
import io.tidewatch.benchmarks.report.Plot;
import io.tidewatch.benchmarks.report.ReportOptions;
import io.tidewatch.platform.terminal.ProgressLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Events that one core processes: the scoring job beside what does less, and beside peers. */
@Command(
    name = "throughput",
    description = {
      "Measures how many events one core processes, a million customers having a past: the scoring"
          + " job beside jobs that do less and beside peers; about 45 minutes.",
      "",
      "Each contender runs in a process of its own, once it is warm on one core, the broker on the"
          + " other, with the same events, states and memory. What counts are events for each second"
          + " of processor time of the whole process: its threads, collector, compiler and RocksDB."
    },
    mixinStandardHelpOptions = true)
public final class ThroughputBenchmark implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ReportOptions options;

  @Option(
      names = "--customers",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Customers, all with a past. Default: ${DEFAULT-VALUE}.")
  private int customers;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "1000000",
      description =
          "Events in the measured window; at least three times as many warm up."
              + " Default: ${DEFAULT-VALUE}.")
  private long events;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Repetitions, contenders by turns. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--offers",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Offers in the market: 0 for none, up to 10 simple ones, or more with conditions, caps,"
              + " budgets and learned ranking, such as 200; offers0, offers200 and offers200free have"
              + " their own."
              + " Default: ${DEFAULT-VALUE}.")
  private int offers;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description =
          "Only these contenders. Default: all of passThrough, stateOnly, scoring,"
              + " offers0, offers200, offers200free, dl4jPerEvent, kafkaStreams,"
              + " kafkaStreamsKernel, rawRocksDb.")
  private List<String> only = List.of();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of the scoring job other than its default, to try it out.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--profile",
      description = "Show where the processor time of the contenders on Flink goes.")
  private boolean profile;

  private final Venues venues;

  /** Creates it; it takes place on one of these. */
  public ThroughputBenchmark(Venues venues) {
    this.venues = venues;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (options.quick()) {
      customers = 2_000;
      events = 20_000; // fewer take RocksDB less than the 10 ms by which processor time is counted
      rounds = 1;
    }
    List<Contender> contenders =
        only.isEmpty()
            ? Arrays.asList(Contender.values())
            : only.stream().map(Contender::named).toList();
    BenchReport report = new BenchReport("throughput", Instant.now(), Machine.here());
    List<List<Outcome>> outcomes = new ArrayList<>();
    double meanStateBytes;
    try (Scratch scratch = Scratch.create();
        ProgressLine progress = ReportOptions.progress(spec.commandLine())) {
      progress.at(0, "customers get their pasts");
      Windows windows = new Windows(events);
      Map<Market, Arena> arenas = arenas(contenders, windows, scratch);
      meanStateBytes = arenas.values().iterator().next().prefill().meanStateBytes();
      for (int round = 0; round < rounds; round++) {
        List<Outcome> ofRound = new ArrayList<>();
        for (int turn = 0; turn < contenders.size(); turn++) {
          // Each round begins with another one: what drifts on the machine hits all.
          Contender contender = contenders.get((turn + round) % contenders.size());
          progress.at(
              0.1 + 0.9 * (round + (double) turn / contenders.size()) / rounds,
              contender.label() + ", round " + (round + 1));
          ofRound.add(
              arenas
                  .get(contender.market(Market.of(offers)))
                  .run(Arena.Run.of(contender, windows, profile, settings)));
        }
        outcomes.add(ofRound);
      }
    }
    ThroughputReport throughput = new ThroughputReport(contenders, outcomes, customers);
    report
        .parameter("customers", customers)
        .parameter("events", events)
        .parameter("rounds", rounds)
        .parameter("offers", offers)
        .parameter("cores", Cores.describe())
        .parameter("memory", Arena.memory());
    throughput.write(report, meanStateBytes);
    List<Plot> plots = List.of(throughput.plot());
    options.publish(spec.commandLine(), report, plots);
    if (profile) {
      outcomes.get(0).stream()
          .filter(outcome -> outcome.json().has("profile"))
          .forEach(this::print);
    }
    return 0;
  }

  /** Returns an arena for each market that a contender asks for. */
  private Map<Market, Arena> arenas(List<Contender> contenders, Windows windows, Scratch scratch)
      throws InterruptedException {
    Arena.Plan plan =
        new Arena.Plan(
            windows.all(contenders), options.quick() ? Duration.ofMillis(500) : Arena.SAVE_EVERY);
    Map<Market, Arena> arenas = new LinkedHashMap<>();
    for (Contender contender : contenders) {
      Market market = contender.market(Market.of(offers));
      if (!arenas.containsKey(market)) {
        arenas.put(
            market,
            Arena.open(
                venues.venue(customers, market),
                plan,
                scratch.folder("arena-" + (arenas.size() + 1))));
      }
    }
    return arenas;
  }

  private void print(Outcome outcome) {
    var err = spec.commandLine().getErr();
    JsonNode found = outcome.json().get("profile");
    for (String part : List.of("components", "methods", "threads", "systemThreads")) {
      err.println();
      err.println("profile of " + outcome.contender().label() + ": " + part);
      found
          .get(part)
          .fields()
          .forEachRemaining(
              share ->
                  err.printf(
                      "  %5.1f %%  %s%n", 100 * share.getValue().asDouble(), share.getKey()));
    }
    err.flush();
  }
}
