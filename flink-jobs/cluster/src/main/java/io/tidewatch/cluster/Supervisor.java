package io.tidewatch.cluster;

import io.tidewatch.cluster.plan.ClusterFolder;
import io.tidewatch.cluster.plan.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the processes of a cluster, and each again when it dies, until it is told to stop; then it
 * stops them all. Processes that an earlier supervisor left behind are taken over. One supervisor
 * at a time; one thread, {@link #stop} may be called from any.
 */
public final class Supervisor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final Duration TICK = Duration.ofMillis(200);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

  private final ClusterFolder folder;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final FileChannel lockFile;

  /** A process and what became of it. */
  private static final class Node {
    final NodePlan plan;
    final Backoff backoff = new Backoff();
    Optional<ProcessId> id = Optional.empty();
    Optional<Instant> startAt = Optional.of(Instant.MIN);
    int restarts;

    Node(NodePlan plan) {
      this.plan = plan;
    }

    Optional<ProcessHandle> alive() {
      return id.flatMap(ProcessId::process);
    }
  }

  /**
   * Takes charge of a cluster.
   *
   * @param plans its processes, in the order in which they are started
   * @throws IllegalStateException if it has a supervisor already
   */
  Supervisor(ClusterFolder folder, List<NodePlan> plans) {
    this.folder = folder;
    this.lockFile = lock(folder);
    plans.forEach(plan -> nodes.put(plan.name(), new Node(plan)));
    ProcessTable.read(folder.processes()).ifPresent(this::takeOver);
  }

  private static FileChannel lock(ClusterFolder folder) {
    try {
      Files.createDirectories(folder.logs());
      FileChannel channel =
          FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new IllegalStateException(
            "the cluster in " + folder.root() + " has a supervisor already");
      }
      return channel;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lock " + folder.lock(), e);
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another one in this process
    }
  }

  private void takeOver(ProcessTable table) {
    table
        .entries()
        .forEach(
            (name, entry) -> {
              Node node = nodes.get(name);
              if (entry.id().process().isPresent() && node != null) {
                node.id = Optional.of(entry.id());
                node.restarts = entry.restarts();
                node.startAt = Optional.empty();
                LOG.info("{} runs already, process {}", name, entry.id().pid());
              }
            });
  }

  /** Keeps the processes alive until {@link #stop} is called, then stops them. */
  public void run() throws InterruptedException {
    write();
    do {
      boolean changed = false;
      for (Node node : nodes.values()) {
        changed |= look(node);
      }
      if (changed) {
        write();
      }
    } while (!stop.await(TICK.toMillis(), TimeUnit.MILLISECONDS));
    stopAll();
    write();
  }

  /** Asks for the end. */
  public void stop() {
    stop.countDown();
  }

  /** Returns whether a process was started. */
  private boolean look(Node node) {
    if (node.alive().isPresent()) {
      return false;
    }
    Instant now = Instant.now();
    if (node.startAt.isEmpty()) {
      Instant next = node.backoff.next(now);
      node.startAt = Optional.of(next);
      LOG.warn("{} ended; it is started again at {}", node.plan.name(), next);
    }
    boolean ready =
        node.plan.needs().stream().allMatch(need -> Ports.answers(nodes.get(need).plan.port()));
    if (!ready || now.isBefore(node.startAt.get())) {
      return false;
    }
    start(node, now);
    return true;
  }

  private void start(Node node, Instant now) {
    String name = node.plan.name();
    try {
      Files.createDirectories(folder.temporary(name));
      Process process =
          new ProcessBuilder(node.plan.command())
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(folder.logs().resolve(name + ".out").toFile()))
              .start();
      node.restarts += node.id.isPresent() ? 1 : 0;
      node.id = Optional.of(ProcessId.of(process.toHandle()));
      node.startAt = Optional.empty();
      node.backoff.started(now);
      LOG.info("{} started, process {}", name, process.pid());
    } catch (IOException e) {
      node.backoff.started(now);
      node.startAt = Optional.of(node.backoff.next(now));
      LOG.error("{} cannot be started with {}", name, node.plan.command().get(0), e);
    }
  }

  private void write() {
    Map<String, ProcessTable.Entry> entries = new LinkedHashMap<>();
    nodes.forEach(
        (name, node) ->
            node.id.ifPresent(id -> entries.put(name, new ProcessTable.Entry(id, node.restarts))));
    new ProcessTable(ProcessId.of(ProcessHandle.current()), entries).write(folder.processes());
  }

  /** The last to be started are the first to end: nobody misses what is still needed. */
  private void stopAll() {
    List<Node> reverse = new ArrayList<>(nodes.values());
    Collections.reverse(reverse);
    List<ProcessHandle> others = new ArrayList<>();
    for (Node node : reverse) {
      if (needed(node)) {
        end(others);
        others.clear();
      }
      node.alive().ifPresent(others::add);
    }
    end(others);
  }

  private boolean needed(Node node) {
    return nodes.values().stream().anyMatch(other -> other.plan.needs().contains(node.plan.name()));
  }

  /** Asks processes to end, and ends those that do not within some seconds. */
  static void end(List<ProcessHandle> processes) {
    processes.forEach(ProcessHandle::destroy);
    long deadline = System.nanoTime() + STOP_PATIENCE.toNanos();
    for (ProcessHandle process : processes) {
      try {
        process.onExit().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        process.destroyForcibly();
      } catch (ExecutionException | TimeoutException e) {
        LOG.warn("process {} did not end in {}, it is killed", process.pid(), STOP_PATIENCE);
        process.destroyForcibly();
        process.onExit().join();
      }
    }
  }

  /** Gives the cluster up, without stopping anything. */
  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unlock " + folder.lock(), e);
    }
  }
}
