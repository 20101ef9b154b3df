package io.tidewatch.platform.policy;

import io.tidewatch.decisions.learning.LearningRules;
import io.tidewatch.decisions.learning.ThompsonSampling;
import io.tidewatch.decisions.simulation.Simulation;
import io.tidewatch.decisions.simulation.SimulationOptions;
import io.tidewatch.decisions.simulation.SimulationReport;
import io.tidewatch.decisions.simulation.Strategy;
import io.tidewatch.platform.options.StoreOptions;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.platform.terminal.ProgressLine;
import io.tidewatch.platform.terminal.Terminal;
import io.tidewatch.schemas.Policy;
import io.tidewatch.scoring.PolicyTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets policies for offers loose on logged customers, or on made-up ones. */
@Command(
    name = "simulate",
    description = {
      "With FILE, a policy as a JSON document: decides again at every moment at which the job"
          + " decided on offers, and counts who would have got what, and why not, beside what was"
          + " logged.",
      "Without: lets a policy that learns from outcomes make offers to made-up customers, whose"
          + " preferences are planted and drift, beside a static ranking, epsilon-greedy and an"
          + " oracle."
    },
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LogSource source;
  @Mixin private StoreOptions store;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "Policy to try on the log; --log, --since, --kafka and --store say where it is.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--decisions",
      paramLabel = "N",
      description = "Visits of customers, 1,000 a day. Default: ${DEFAULT-VALUE}.")
  private int decisions = 50_000;

  @Option(
      names = "--drift-at",
      paramLabel = "N",
      description =
          "Visit at which half of the offers change their appeal. Default: half of the visits.")
  private Optional<Integer> driftAt = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the first market. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Markets, each with the next seed, 1 to 100. Default: ${DEFAULT-VALUE}.")
  private int seeds = 3;

  @Option(
      names = "--plots",
      paramLabel = "DIR",
      description = "Write reward.svg there: each policy's reward over time.")
  private Optional<Path> plots = Optional.empty();

  @Option(names = "--json", description = "Print the figures as one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    if (file.isPresent()) {
      return tryOnLog(PolicyFile.read(file.get()));
    }
    if (seeds < 1 || seeds > 100) {
      throw new ParameterException(spec.commandLine(), "--seeds " + seeds + " must be 1 to 100");
    }
    SimulationOptions options = options();
    SimulationReport report;
    try (ProgressLine line =
        new ProgressLine(Terminal.err(spec.commandLine().getErr()), "policy simulate")) {
      double runs = (double) seeds * Strategy.values().length;
      report =
          Simulation.run(
              options, seeds, done -> line.at(done / runs, done + " of " + (int) runs + " runs"));
    }
    plots.ifPresent(dir -> plot(dir, report));
    spec.commandLine()
        .getOut()
        .println(json ? Json.pretty(SimulationOutput.json(report)) : SimulationOutput.text(report));
    return 0;
  }

  private int tryOnLog(Policy policy) {
    TrialReport report = new TrialReport(policy);
    try (ProgressLine line =
        new ProgressLine(Terminal.err(spec.commandLine().getErr()), "policy simulate")) {
      line.at(0, "releases, offers and beliefs");
      LoggedTrial logged = new LoggedTrial(source);
      PolicyTrial trial = logged.prepare(store);
      line.at(0.2, "decisions");
      logged.decisions(record -> report.add(record, trial.decide(record, policy)));
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
    spec.commandLine().getOut().println(json ? Json.pretty(report.json()) : report.table());
    return 0;
  }

  private SimulationOptions options() {
    try {
      return new SimulationOptions(
          decisions,
          driftAt.orElse(decisions / 2),
          seed,
          ThompsonSampling.DEFAULT,
          LearningRules.DEFAULT);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static void plot(Path dir, SimulationReport report) {
    try {
      Files.createDirectories(dir);
      Files.writeString(dir.resolve("reward.svg"), SimulationOutput.plot(report));
    } catch (IOException e) {
      throw new CommandFailedException("cannot draw into " + dir, e);
    }
  }
}
