package io.tidewatch.platform.cluster;

import io.tidewatch.cluster.Cluster;
import io.tidewatch.cluster.Installation;
import io.tidewatch.cluster.plan.ClusterPlan;
import io.tidewatch.connectors.kafka.TopicAdmin;
import io.tidewatch.platform.embedded.LocalMasterKey;
import io.tidewatch.platform.gateway.SecretFile;
import io.tidewatch.platform.options.Home;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.schemas.Role;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts a cluster, or what is missing of it. */
@Command(
    name = "start",
    description =
        "Starts the cluster and waits until it is up. What it was told before is found again, and"
            + " a job that ran goes on.",
    mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Spec private CommandSpec spec;
  @Mixin private ClusterOption option;

  @Option(names = "--brokers", paramLabel = "N", description = "Kafka brokers, 1 or 3. Default: 1.")
  private Optional<Integer> brokers = Optional.empty();

  @Option(
      names = "--task-managers",
      paramLabel = "N",
      description = "Flink TaskManagers, 1 to 8. Default: 2.")
  private Optional<Integer> taskManagers = Optional.empty();

  @Option(
      names = "--free-ports",
      description =
          "Take any free ports, also for Kafka, registry and gateway. Default: the usual ones as"
              + " far as they are free. A cluster keeps the ports of its first start.")
  private boolean freePorts;

  @Option(
      names = "--metrics",
      description =
          "Show Flink's metrics to Prometheus, from port 9249 on. On all addresses of this machine:"
              + " Flink's reporter knows no other way. The gateway shows its own in any case.")
  private boolean metrics;

  @Option(
      names = "--secure",
      description =
          "Kafka, registry and gateway speak TLS and ask who is there; each process has a login of"
              + " its own and no right that it does not need. Certificates and passwords are made"
              + " in the folder. docs/how-to/secure.md")
  private boolean secure;

  @Override
  public Integer call() throws InterruptedException {
    Home home = Home.ofProcess();
    Installation installation = LocalInstallation.find();
    if (metrics && installation.reporterJar().isEmpty()) {
      throw new CommandFailedException(
          "--metrics: Flink's reporter for Prometheus is missing; mvn package -pl"
              + " flink-jobs/cluster fetches it");
    }
    Cluster cluster = Cluster.in(option.folder()).map(this::checked).orElseGet(this::make);
    SecretFile writeKey = SecretFile.readOrMake(home.writeKeyFile());
    SecretFile token = SecretFile.readOrMake(home.tokenFile());
    ClusterAccess access = new ClusterAccess(cluster);
    access.make();
    ClusterFiles.writeScoring(cluster, home.releaseKey().verifyingKey().base64(), Map.of());
    ClusterFiles.writeGateway(cluster, writeKey, token);
    ProcessHandle supervisor = cluster.start(installation);
    access.open(supervisor, PATIENCE);
    cluster.awaitUp(supervisor, PATIENCE);
    TopicAdmin.create(
        access.connection(Role.ADMIN).configuration(), cluster.plan().kafka().copies());
    access.connection(Role.OPERATOR).write(home.connectionFile(), supervisor.pid());
    print(cluster, writeKey, token);
    return 0;
  }

  private Cluster make() {
    ClusterPlan plan =
        ClusterPlan.make(brokers.orElse(1), taskManagers.orElse(2), !freePorts, metrics);
    Cluster cluster = Cluster.make(option.folder(), secure ? plan.secure() : plan);
    LocalMasterKey.readOrMake(cluster.folder().root());
    return cluster;
  }

  private Cluster checked(Cluster cluster) {
    requireSame("--brokers", brokers, cluster.plan().brokers());
    requireSame("--task-managers", taskManagers, cluster.plan().taskManagers());
    if (metrics && cluster.plan().metricsPort(ClusterPlan.JOB_MANAGER).isEmpty()) {
      throw new CommandFailedException(
          "the cluster in %s was made without --metrics; ./tidewatch cluster stop --purge removes it and its data"
              .formatted(option.folder()));
    }
    if (secure && !cluster.plan().secured()) {
      throw new CommandFailedException(
          "the cluster in %s was made without --secure; ./tidewatch cluster stop --purge removes it and its data"
              .formatted(option.folder()));
    }
    return cluster;
  }

  private void requireSame(String name, Optional<Integer> asked, int kept) {
    if (asked.isPresent() && asked.get() != kept) {
      throw new CommandFailedException(
          "the cluster in %s has %s %d, not %d; ./tidewatch cluster stop --purge removes it and its data"
              .formatted(option.folder(), name, kept, asked.get()));
    }
  }

  private void print(Cluster cluster, SecretFile writeKey, SecretFile token) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Kafka            " + cluster.plan().kafka().bootstrapServers());
    out.println("schema registry  " + cluster.plan().registryUrl());
    out.println("Flink            " + cluster.plan().flinkUrl());
    out.println("gateway          " + cluster.plan().gatewayUrl());
    cluster
        .plan()
        .metricsUrls()
        .forEach((process, url) -> out.println("metrics          " + url + " of " + process));
    out.println("write key        in " + writeKey.file());
    out.println("API token        in " + token.file());
    if (cluster.plan().secured()) {
      out.println("certificates     " + cluster.folder().security().resolve("ca.pem"));
      out.println("logins           in " + cluster.folder().security());
    }
    out.println("folder           " + cluster.folder().root());
  }
}
