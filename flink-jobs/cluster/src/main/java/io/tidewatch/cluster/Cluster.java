package io.tidewatch.cluster;

import io.tidewatch.cluster.ClusterStatus.Node;
import io.tidewatch.cluster.ClusterStatus.State;
import io.tidewatch.cluster.flink.FlinkFiles;
import io.tidewatch.cluster.plan.ClusterFolder;
import io.tidewatch.cluster.plan.ClusterPlan;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A cluster on this machine, known by its folder. What it consists of is asked anew each time, of
 * the files and of the system, so that any process can use it. One thread.
 */
public final class Cluster {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(90);
  private static final int HOPELESS = 4;
  private static final Duration POLL = Duration.ofMillis(250);
  private static final List<Path> SET_SID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

  private final ClusterFolder folder;
  private final ClusterPlan plan;

  private Cluster(ClusterFolder folder, ClusterPlan plan) {
    this.folder = folder;
    this.plan = plan;
  }

  /** Returns the cluster of a folder; empty if there is none. */
  public static Optional<Cluster> in(Path root) {
    ClusterFolder folder = new ClusterFolder(root);
    return ClusterPlan.read(folder).map(plan -> new Cluster(folder, plan));
  }

  /**
   * Makes a cluster in an empty folder, without starting it.
   *
   * @throws IllegalStateException if there is something in the folder
   */
  public static Cluster make(Path root, ClusterPlan plan) {
    ClusterFolder folder = new ClusterFolder(root);
    String[] found = root.toFile().list();
    if (found != null && found.length > 0) {
      throw new IllegalStateException(
          root + " is not empty and holds no cluster; give an empty folder");
    }
    plan.write(folder);
    return new Cluster(folder, plan);
  }

  /** Returns its folder. */
  public ClusterFolder folder() {
    return folder;
  }

  /** Returns what it consists of. */
  public ClusterPlan plan() {
    return plan;
  }

  /**
   * Starts its supervisor, which starts everything else and outlives this process. The
   * configurations of job and gateway must be there.
   *
   * @return the supervisor's process; that which runs already, if one does
   */
  public ProcessHandle start(Installation installation) {
    Optional<ProcessHandle> running = supervisor();
    if (running.isPresent()) {
      return running.get();
    }
    FlinkFiles.write(folder, plan);
    try {
      Files.createDirectories(folder.logs());
      Files.createDirectories(folder.temporary("supervisor"));
      return new ProcessBuilder(supervisorCommand(installation))
          .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
          .redirectErrorStream(true)
          .redirectOutput(
              ProcessBuilder.Redirect.appendTo(folder.logs().resolve("supervisor.out").toFile()))
          .start()
          .toHandle();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the supervisor", e);
    }
  }

  private List<String> supervisorCommand(Installation installation) {
    List<String> command = new ArrayList<>();
    // In a session of its own, it is not ended with the terminal that it was started from.
    SET_SID.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .ifPresent(p -> command.add(p.toString()));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx96m", "-XX:+UseSerialGC"));
    command.add("-Djava.io.tmpdir=" + folder.temporary("supervisor"));
    command.add("-Dlog.file=" + folder.log("supervisor"));
    command.add("-Dlog4j.configurationFile=" + FlinkFiles.logging(folder).toUri());
    command.add("-Dtidewatch.job.jar=" + installation.jobJar());
    installation.reporterJar().ifPresent(jar -> command.add("-Dtidewatch.reporter.jar=" + jar));
    command.addAll(List.of("-cp", installation.classPath(), installation.supervisor().mainClass()));
    command.addAll(installation.supervisor().arguments());
    command.add(folder.root().toString());
    return command;
  }

  /**
   * Supervises in this process until it is told to end.
   *
   * @throws IllegalStateException if the cluster has a supervisor already
   */
  public void supervise(Installation installation) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    try (Supervisor supervisor = new Supervisor(folder, Nodes.of(folder, plan, installation))) {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    supervisor.stop();
                    try {
                      done.await(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  },
                  "stops the cluster"));
      supervisor.run();
    } finally {
      done.countDown();
    }
  }

  /** Returns how it does, within three seconds whatever is broken. */
  public ClusterStatus status() throws InterruptedException {
    return new Inspection(folder, plan).status();
  }

  private Optional<ProcessHandle> supervisor() {
    return new Inspection(folder, plan).supervisor();
  }

  /**
   * Waits until everything is up.
   *
   * @param supervisor what {@link #start} returned
   * @throws IllegalStateException if it is not in time; it names what is missing
   */
  public void awaitUp(ProcessHandle supervisor, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    ClusterStatus status = status();
    ClusterStatus before = status;
    while (!status.up()) {
      if (!supervisor.isAlive()) {
        throw new IllegalStateException(
            "the supervisor ended; " + folder.logs().resolve("supervisor.out") + " says why");
      }
      failIfHopeless(status, before);
      if (System.nanoTime() > deadline) {
        List<String> missing =
            status.nodes().stream()
                .filter(node -> node.state() != State.UP)
                .map(node -> node.name() + " " + node.state())
                .toList();
        throw new IllegalStateException(
            "the cluster is not up after "
                + patience.toSeconds()
                + " s, missing: "
                + (missing.isEmpty() ? "TaskManagers at the JobManager" : missing)
                + "; see "
                + folder.logs());
      }
      Thread.sleep(POLL.toMillis());
      status = status();
    }
  }

  /** What died several times since will die again. */
  private void failIfHopeless(ClusterStatus now, ClusterStatus before) {
    for (ClusterStatus.Node node : now.nodes()) {
      int deaths = node.restarts() - before.node(node.name()).map(Node::restarts).orElse(0);
      if (deaths >= HOPELESS) {
        throw new IllegalStateException(
            node.name()
                + " died "
                + deaths
                + " times at its start; "
                + folder.log(node.name())
                + " and the .out beside it say why");
      }
    }
  }

  /**
   * Stops everything; also what a dead supervisor left behind. What the job has done stays in its
   * newest checkpoint, and the next start goes on from there.
   *
   * @return how many processes ran
   */
  public int stop() throws InterruptedException {
    Optional<ProcessTable> table = ProcessTable.read(folder.processes());
    List<ProcessHandle> alive = new ArrayList<>();
    supervisor().ifPresent(alive::add);
    table.ifPresent(
        found ->
            found.entries().values().forEach(entry -> entry.id().process().ifPresent(alive::add)));
    Optional<ProcessHandle> supervisor = supervisor();
    if (supervisor.isPresent()) {
      supervisor.get().destroy();
      awaitEnd(supervisor.get());
    }
    // What was started or left meanwhile: the newest word of the supervisor.
    List<ProcessHandle> left = new ArrayList<>();
    ProcessTable.read(folder.processes())
        .ifPresent(
            found ->
                found
                    .entries()
                    .values()
                    .forEach(entry -> entry.id().process().ifPresent(left::add)));
    Supervisor.end(left);
    return alive.size();
  }

  private static void awaitEnd(ProcessHandle process) throws InterruptedException {
    try {
      process.onExit().get(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
    }
  }

  /**
   * Removes the folder and everything in it.
   *
   * @throws IllegalStateException if anything of the cluster runs
   */
  public void purge() throws InterruptedException {
    if (status().anything()) {
      throw new IllegalStateException("the cluster in " + folder.root() + " runs; stop it first");
    }
    folder.purge();
  }
}
