package io.tidewatch.benchmarks.kernel;

import java.io.File;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.ExternalProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;

/**
 * Starts JMH's JVMs on one core, the last one, which interrupts use least. JMH lets profilers say
 * what a JVM is started by; this one does nothing else.
 */
public final class PinnedFork implements ExternalProfiler {
  private static final List<String> FOLDERS = List.of("/usr/bin", "/bin");

  /** Returns whether this system has {@code taskset} and more than one core. */
  static boolean possible() {
    return Runtime.getRuntime().availableProcessors() > 1
        && FOLDERS.stream().anyMatch(folder -> new File(folder, "taskset").canExecute());
  }

  @Override
  public Collection<String> addJVMInvokeOptions(BenchmarkParams parameters) {
    return List.of(
        "taskset", "-c", Integer.toString(Runtime.getRuntime().availableProcessors() - 1));
  }

  @Override
  public Collection<String> addJVMOptions(BenchmarkParams parameters) {
    return List.of();
  }

  @Override
  public void beforeTrial(BenchmarkParams parameters) {}

  @Override
  public Collection<? extends Result> afterTrial(
      BenchmarkResult result, long pid, File standardOut, File standardErr) {
    return List.of();
  }

  @Override
  public boolean allowPrintOut() {
    return true;
  }

  @Override
  public boolean allowPrintErr() {
    return true;
  }

  @Override
  public String getDescription() {
    return "one core";
  }
}
