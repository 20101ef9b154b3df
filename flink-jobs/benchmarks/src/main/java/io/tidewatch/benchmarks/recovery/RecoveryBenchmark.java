package io.tidewatch.benchmarks.recovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tidewatch.benchmarks.job.Stage;
import io.tidewatch.benchmarks.pipeline.Scratch;
import io.tidewatch.benchmarks.pipeline.Venues;
import io.tidewatch.benchmarks.report.BenchReport;
import io.tidewatch.benchmarks.report.Machine;
import io.tidewatch.benchmarks.report.ReportOptions;
import io.tidewatch.platform.outcome.Outcome;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.ProgressLine;
import io.tidewatch.schemas.AlertRules;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether killing the job in the middle of the load changes what it decides. */
@Command(
    name = "recovery",
    description = {
      "Kills the scoring job in the middle of the load, with its cache of customers full, restores"
          + " it from its last checkpoint, and compares everything it wrote with an undisturbed"
          + " run; about five minutes.",
      "",
      "Every event is scored and logged with its features, and records are compared byte by byte,"
          + " so that equal records mean equal states. Exit code 1 if one is lost or differs."
    },
    mixinStandardHelpOptions = true)
public final class RecoveryBenchmark implements Callable<Integer> {
  private static final int DIFFERENCES_SHOWN = 10;

  @Spec private CommandSpec spec;
  @Mixin private ReportOptions options;

  @Option(
      names = "--kills",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often the job is killed. Default: ${DEFAULT-VALUE}.")
  private int kills;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "240000",
      description = "Events. Default: ${DEFAULT-VALUE}.")
  private long events;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "3000",
      description = "Events per second. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--customers",
      paramLabel = "N",
      defaultValue = "50000",
      description = "Customers, all with a past. Default: ${DEFAULT-VALUE}.")
  private int customers;

  @Option(
      names = "--cache",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Customers that the job keeps in memory. Default: ${DEFAULT-VALUE}.")
  private int cache;

  private final Venues venues;

  /** Creates it; it takes place on one of these. */
  public RecoveryBenchmark(Venues venues) {
    this.venues = venues;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (options.quick()) {
      kills = 1;
      events = 6_000;
      rate = 1_000;
      customers = 2_000;
      cache = 100;
    }
    RecoveryRun.Plan plan =
        new RecoveryRun.Plan(customers, events, rate, cache, Duration.ofSeconds(1));
    BenchReport report = new BenchReport("recovery", Instant.now(), Machine.here());
    report
        .parameter("customers", customers)
        .parameter("events", events)
        .parameter("eventsPerSecond", rate)
        .parameter("cacheCustomers", cache)
        .parameter("checkpointEvery", plan.checkpointEvery())
        .parameter("kills", kills);
    Outcome.Comparison comparison;
    try (Scratch scratch = Scratch.create();
        ProgressLine progress = ReportOptions.progress(spec.commandLine())) {
      progress.at(0, "customers get their pasts");
      try (Stage stage = new Stage(venues.venue(customers))) {
        stage.send(policy());
        comparison = compare(plan, stage, scratch, report, progress);
      }
    }
    options.publish(spec.commandLine(), report, List.of());
    if (!comparison.same()) {
      throw new CommandFailedException("the outcome is not that of the undisturbed run");
    }
    return 0;
  }

  /** Every score is logged; otherwise the policy that applies where nobody says anything. */
  private static Policy policy() {
    return Policy.newBuilder()
        .setName("default")
        .setVersion("recovery")
        .setUpdatedAt(Instant.EPOCH)
        .setAlerts(AlertRules.newBuilder().build())
        .setOffers(OfferRules.newBuilder().build())
        .setScoreLogShare(1)
        .build();
  }

  private Outcome.Comparison compare(
      RecoveryRun.Plan plan,
      Stage stage,
      Scratch scratch,
      BenchReport report,
      ProgressLine progress)
      throws InterruptedException {
    progress.at(0.2, "undisturbed run");
    Outcome undisturbed;
    try (RecoveryRun run = RecoveryRun.run(plan, stage, scratch.folder("undisturbed"), 0)) {
      undisturbed = run.outcome();
    }
    stage.clear();
    progress.at(0.6, "killed run");
    Path folder = scratch.folder("killed");
    Outcome.Comparison comparison;
    try (RecoveryRun run = RecoveryRun.run(plan, stage, folder, kills)) {
      Outcome killed = run.outcome();
      comparison = undisturbed.compare(killed);
      rows(report, run.kills());
      details(report, undisturbed, comparison);
      undisturbed
          .differences(killed, DIFFERENCES_SHOWN)
          .forEach(difference -> report.note(difference.toString()));
    }
    return comparison;
  }

  private static void rows(BenchReport report, List<RecoveryRun.Kill> kills) {
    report
        .column("kill", "kill")
        .column("sent", "events sent")
        .column("processed", "processed")
        .column("checkpoint", "restored")
        .column("running", "running again s")
        .column("deciding", "deciding again s");
    int number = 1;
    for (RecoveryRun.Kill kill : kills) {
      report
          .row()
          .put("kill", number++)
          .put("sent", kill.sent())
          .put("processed", kill.processed())
          .put("checkpoint", kill.checkpoint().getFileName().toString())
          .put("running", kill.runningAgain().toMillis() / 1e3)
          .put("deciding", kill.decidingAgain().toMillis() / 1e3);
    }
  }

  private static void details(
      BenchReport report, Outcome undisturbed, Outcome.Comparison comparison) {
    report
        .details()
        .put("equal", comparison.equal())
        .put("lost", comparison.lost())
        .put("unexpected", comparison.unexpected())
        .put("differing", comparison.differing())
        .put("duplicates", comparison.duplicates());
    ArrayNode topics = report.details().putArray("undisturbed");
    for (Topic topic : undisturbed.topics()) {
      topics.addObject().put("topic", topic.topicName()).put("records", undisturbed.count(topic));
      report.note(topic.topicName() + ": " + undisturbed.count(topic) + " records compared");
    }
    report.note(
        "equal %d, lost %d, unexpected %d, differing %d; %d written again with equal id and bytes"
            .formatted(
                comparison.equal(),
                comparison.lost(),
                comparison.unexpected(),
                comparison.differing(),
                comparison.duplicates()));
  }
}
