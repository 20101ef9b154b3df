package io.tidewatch.benchmarks.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.cluster.plan.FolderTree;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A Java process that the bench starts and listens to. It is bound to one core where the system has
 * {@code taskset} and that core, writes JSON lines with a {@code type} on standard output, and its
 * log to a file. It is killed when this is closed and ends by itself when the bench is gone, if it
 * connects by {@code Fork}. Its temporary files, such as unpacked native libraries, lie beside the
 * log and go with it. One thread reads.
 */
public final class PinnedJvm implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String END = "{\"type\":\"end\"}";
  private static final int LOG_LINES = 30;

  /** Options for all processes, separated by spaces: what tests need to start quickly. */
  private static final String MORE_OPTIONS = "tidewatch.bench.jvm-options";

  /**
   * What to start.
   *
   * @param mainClass class with the {@code main} method
   * @param classPath class path, as {@code -cp} takes it
   * @param options options of the JVM
   * @param core core to bind to; empty: any, until it is {@link #bind bound}
   * @param arguments one JSON document for the process
   * @param log file for everything on standard error
   */
  public record Plan(
      String mainClass,
      String classPath,
      List<String> options,
      Optional<Integer> core,
      JsonNode arguments,
      Path log) {
    public Plan {
      options = List.copyOf(options);
    }
  }

  private final Plan plan;
  private final Process process;
  private final Path temporary;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private PinnedJvm(Plan plan, Process process, Path temporary) {
    this.plan = plan;
    this.process = process;
    this.temporary = temporary;
    Thread reader = new Thread(this::read, "reads " + plan.mainClass());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a process. */
  public static PinnedJvm start(Plan plan) {
    try {
      Path folder = Files.createDirectories(plan.log().toAbsolutePath().getParent());
      Path temporary = Files.createTempDirectory(folder, "tmp-");
      ProcessBuilder builder = new ProcessBuilder(command(plan, temporary));
      // One maths thread: the process has one core.
      builder.environment().put("OMP_NUM_THREADS", "1");
      builder.redirectError(ProcessBuilder.Redirect.appendTo(plan.log().toFile()));
      return new PinnedJvm(plan, builder.start(), temporary);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + plan.mainClass(), e);
    }
  }

  private static List<String> command(Plan plan, Path temporary) {
    List<String> command = new ArrayList<>(Cores.prefix(plan.core()));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(plan.options());
    Pattern.compile(" ")
        .splitAsStream(System.getProperty(MORE_OPTIONS, ""))
        .filter(option -> !option.isEmpty())
        .forEach(command::add);
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of("-cp", plan.classPath(), plan.mainClass()));
    command.add(plan.arguments().toString());
    return command;
  }

  /** Binds the process to a core from now on, where the system can. */
  public void bind(int core) throws InterruptedException {
    Cores.bind(process.pid(), core);
  }

  /** Returns the process's id. */
  public long pid() {
    return process.pid();
  }

  /**
   * Returns the next line of a type; lines of other types before it are dropped.
   *
   * @throws IllegalStateException if the process ends or the time is over before; it quotes the end
   *     of the log
   */
  public JsonNode await(String type, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      JsonNode line = next(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
      if (line.path("type").asText().equals(type)) {
        return line;
      }
    }
  }

  /**
   * Returns the next line of any type.
   *
   * @throws IllegalStateException as {@link #await}
   */
  public JsonNode next(Duration timeout) throws InterruptedException {
    String line = lines.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
    if (line == null) {
      throw failure("said nothing for " + timeout.toSeconds() + " s");
    }
    if (line.equals(END)) {
      lines.add(END);
      throw failure("ended with code " + process.waitFor());
    }
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw failure("said what is not JSON: " + line);
    }
  }

  /** Says a word to the process. */
  public void tell(String word) {
    try {
      OutputStream in = process.getOutputStream();
      in.write((word + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(plan.mainClass() + " does not listen any more", e);
    }
  }

  /**
   * Kills the process at once, as {@code kill -9} does, waits until it is gone, and removes its
   * temporary files.
   */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
      FolderTree.remove(temporary);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }

  private void read() {
    try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("{")) {
          lines.add(line);
        }
      }
    } catch (IOException e) {
      // The process was killed while it wrote: its end follows.
    }
    lines.add(END);
  }

  private IllegalStateException failure(String what) {
    String log;
    try {
      // Of stack traces only the messages: causes stand at their ends.
      List<String> all =
          Files.readAllLines(plan.log()).stream()
              .filter(line -> !line.startsWith("\tat "))
              .toList();
      log = String.join("\n", all.subList(Math.max(0, all.size() - LOG_LINES), all.size()));
    } catch (IOException e) {
      log = "no log: " + e.getMessage();
    }
    return new IllegalStateException(plan.mainClass() + " " + what + "; its log ends with\n" + log);
  }
}
