package io.tidewatch.benchmarks.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which core a process runs on: the contender has one, the broker another. While it warms up, a
 * contender may use both: the compiler needs more than half a minute of processor time for the
 * largest job, and on one core it would get through only after some million events.
 */
public final class Cores {
  /** The core of what is measured. */
  public static final int CONTENDER = 0;

  /** The core of the broker and of whoever makes load. */
  public static final int BROKER = 1;

  /** Set to false, processes run on any core: they start faster, and figures mean nothing. */
  private static final String PIN = "tidewatch.bench.pin";

  /** Attempts to bind a process: one fails if a thread ends while it goes from thread to thread. */
  private static final int BINDINGS = 5;

  private Cores() {}

  /** Returns whether processes can be bound to these cores here. */
  public static boolean canPin() {
    return Boolean.parseBoolean(System.getProperty(PIN, "true"))
        && Runtime.getRuntime().availableProcessors() > BROKER
        && taskset().isPresent();
  }

  /** Returns what to put before a command; nothing where cores cannot be chosen. */
  static List<String> prefix(Optional<Integer> core) {
    if (core.isEmpty() || !canPin()) {
      return List.of();
    }
    return List.of(taskset().orElseThrow().toString(), "-c", core.get().toString());
  }

  /** Returns options of a JVM with those that it needs to have one core from some moment on. */
  public static List<String> oneFromWarmOn(List<String> options) {
    return canPin()
        ? Stream.concat(options.stream(), Stream.of("-XX:ActiveProcessorCount=1")).toList()
        : options;
  }

  /**
   * Binds all threads of a process, and those that they will start, to a core, if that is possible.
   */
  static void bind(long pid, int core) throws InterruptedException {
    if (!canPin()) {
      return;
    }
    List<String> command =
        List.of(
            taskset().orElseThrow().toString(),
            "-a",
            "-c",
            "-p",
            Integer.toString(core),
            Long.toString(pid));
    try {
      String said = "";
      for (int attempt = 0; attempt < BINDINGS; attempt++) {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() == 0) {
          return;
        }
      }
      throw new IllegalStateException(String.join(" ", command) + " failed: " + said.strip());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + String.join(" ", command), e);
    }
  }

  /** Returns what a report says about it. */
  public static String describe() {
    return canPin()
        ? "contender on core " + CONTENDER + " once it is warm, broker on core " + BROKER
        : "processes not bound to cores (no taskset, less than two cores, or " + PIN + "=false)";
  }

  private static Optional<Path> taskset() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(":"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "taskset"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
