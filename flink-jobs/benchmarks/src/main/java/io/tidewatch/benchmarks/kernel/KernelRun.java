package io.tidewatch.benchmarks.kernel;

import io.tidewatch.benchmarks.report.Repetitions;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.ProgressLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Goes through cases and contenders in rounds, each contender at each case in a JVM of its own. The
 * contenders of a case follow each other within seconds, so that what disturbs the machine disturbs
 * all of them; ratios are taken within a round.
 */
final class KernelRun {
  private static final List<String> HEAP = List.of("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC");

  private final KernelPlan plan;
  private final Path folder;
  private final Path log;

  /**
   * @param folder takes what JMH and the forks write
   */
  KernelRun(KernelPlan plan, Path folder) {
    this.plan = plan;
    this.folder = folder;
    this.log = folder.resolve("jmh.log");
  }

  /** Runs all and returns the times. */
  Timings run(ProgressLine progress) {
    // Other benchmarks of the machine show in the spread; a lock file left behind stops nobody.
    System.setProperty("jmh.ignoreLock", "true");
    var timings = new Timings();
    int all = plan.rounds() * plan.cases().size() * Contender.values().length;
    int done = 0;
    for (int round = 0; round < plan.rounds(); round++) {
      for (KernelCase kernel : plan.cases()) {
        for (Contender contender : Contender.values()) {
          progress.at(
              (double) done++ / all,
              "round " + (round + 1) + ": " + kernel.key() + " " + contender.key());
          fork(kernel, contender, timings);
        }
      }
    }
    progress.at(1, "done");
    return timings;
  }

  private void fork(KernelCase kernel, Contender contender, Timings timings) {
    List<KernelTurns.Turn> turns = KernelTurns.Turn.all(kernel, contender, plan.batches());
    List<Double> times = measure(kernel, contender, turns.size());
    for (int at = 0; at < turns.size(); at++) {
      int turn = at;
      List<Double> ofTurn =
          IntStream.range(0, plan.measurements(contender))
              .mapToObj(i -> times.get(i * turns.size() + turn))
              .toList();
      timings.add(
          kernel,
          contender,
          turns.get(at).batch(),
          turns.get(at).variant(),
          new Repetitions(ofTurn).median());
    }
  }

  /** Returns the average time of a call in each measured iteration, in microseconds. */
  private List<Double> measure(KernelCase kernel, Contender contender, int turns) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("\\b" + KernelTurns.class.getSimpleName() + "\\.run$")
            .param("kernel", kernel.name())
            .param("contender", contender.name())
            .param(
                "batches",
                plan.batches().stream().map(String::valueOf).collect(Collectors.joining(" ")))
            .forks(1)
            .jvmArgs(flags(contender))
            .warmupTime(TimeValue.milliseconds(plan.iteration().toMillis()))
            .warmupIterations(plan.warmUps(contender) * turns)
            .measurementTime(TimeValue.milliseconds(plan.iteration().toMillis()))
            .measurementIterations(plan.measurements(contender) * turns)
            .threads(1)
            .shouldFailOnError(true)
            .output(log.toString());
    if (PinnedFork.possible()) {
      options.addProfiler(PinnedFork.class);
    }
    try {
      var times = new ArrayList<Double>();
      for (RunResult result : new Runner(options.build()).run()) {
        result
            .getBenchmarkResults()
            .forEach(
                fork ->
                    fork.getIterationResults().stream()
                        .map(IterationResult::getPrimaryResult)
                        .forEach(iteration -> times.add(iteration.getScore())));
      }
      return times;
    } catch (RunnerException e) {
      throw new CommandFailedException(
          kernel.key() + " by " + contender.key() + " failed:\n" + tail(), e);
    }
  }

  private String[] flags(Contender contender) {
    return Stream.of(
            HEAP.stream(), contender.flags().stream(), Stream.of("-Djava.io.tmpdir=" + folder))
        .flatMap(Function.identity())
        .toArray(String[]::new);
  }

  private String tail() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }
}
