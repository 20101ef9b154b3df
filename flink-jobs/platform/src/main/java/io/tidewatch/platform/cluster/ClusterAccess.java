package io.tidewatch.platform.cluster;

import io.tidewatch.cluster.Cluster;
import io.tidewatch.cluster.ClusterStatus;
import io.tidewatch.cluster.plan.ClusterPlan;
import io.tidewatch.cluster.plan.ClusterSecurity;
import io.tidewatch.connectors.kafka.AccessAdmin;
import io.tidewatch.connectors.kafka.AccessRules;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.platform.embedded.Connection;
import io.tidewatch.platform.embedded.LocalMasterKey;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.schemas.Role;
import io.tidewatch.schemas.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** Who may do what on a cluster of this machine; of one that is not secured, anybody anything. */
public final class ClusterAccess {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Cluster cluster;
  private final ClusterSecurity security;

  ClusterAccess(Cluster cluster) {
    this.cluster = cluster;
    this.security = new ClusterSecurity(cluster.folder().security());
  }

  /** Makes certificates, passwords and the files of logins, as far as they are missing. */
  void make() {
    if (cluster.plan().secured()) {
      security.make(Arrays.stream(Role.values()).map(Role::roleName).toList());
    }
  }

  /** Returns where a role reaches the cluster, and by which files it logs in and encrypts. */
  Connection connection(Role role) {
    Connection connection = login(role);
    // A cluster of an earlier version has none, and its job could not read what is encrypted.
    Path masterKey = LocalMasterKey.file(cluster.folder().root());
    return role.reads().contains(Topic.CUSTOMER_KEYS) && Files.exists(masterKey)
        ? connection.withMasterKey(masterKey)
        : connection;
  }

  private Connection login(Role role) {
    String kafka = cluster.plan().kafka().bootstrapServers();
    String registry = cluster.plan().registryUrl();
    return cluster.plan().secured()
        ? new Connection(
            kafka,
            registry,
            Map.of(
                KafkaOptions.CLIENT_FILE.key(),
                security.client(role.roleName()).toString(),
                KafkaOptions.SCHEMA_REGISTRY_TOKEN_FILE.key(),
                security.registryToken().toString(),
                KafkaOptions.SCHEMA_REGISTRY_CA_FILE.key(),
                security.authority().toString()))
        : new Connection(kafka, registry);
  }

  /** Returns the secrets of the cluster. */
  ClusterSecurity security() {
    return security;
  }

  /**
   * Gives the roles their rights, as soon as a broker can take them.
   *
   * @param supervisor process that starts the brokers
   */
  void open(ProcessHandle supervisor, Duration patience) throws InterruptedException {
    if (!cluster.plan().secured()) {
      return;
    }
    long deadline = System.nanoTime() + patience.toNanos();
    while (!up()) {
      if (!supervisor.isAlive() || System.nanoTime() > deadline) {
        throw new CommandFailedException(
            "no broker came up that could take rights; see " + cluster.folder().logs());
      }
      Thread.sleep(POLL.toMillis());
    }
    // A role that a newer version brought is no login of an older cluster yet.
    AccessAdmin.admit(connection(Role.ADMIN).configuration(), security.passwords());
    for (Role role : Role.values()) {
      AccessAdmin.give(
          connection(Role.ADMIN).configuration(),
          "User:" + role.roleName(),
          AccessRules.of(role, Set.of()));
    }
  }

  private boolean up() throws InterruptedException {
    return cluster
        .status()
        .node(ClusterPlan.BROKER + 1)
        .filter(node -> node.state() == ClusterStatus.State.UP)
        .isPresent();
  }
}
