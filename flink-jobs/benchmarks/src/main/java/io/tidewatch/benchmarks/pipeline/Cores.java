package io.tidewatch.benchmarks.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Which core a process runs on: the contender has one, the broker another. */
public final class Cores {
  /** The core of what is measured. */
  public static final int CONTENDER = 0;

  /** The core of the broker and of whoever makes load. */
  public static final int BROKER = 1;

  /** Set to false, processes run on any core: they start faster, and figures mean nothing. */
  private static final String PIN = "tidewatch.bench.pin";

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

  /** Returns what a report says about it. */
  public static String describe() {
    return canPin()
        ? "contender on core " + CONTENDER + ", broker on core " + BROKER
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
