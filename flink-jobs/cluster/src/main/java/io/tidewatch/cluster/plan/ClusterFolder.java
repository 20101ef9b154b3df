package io.tidewatch.cluster.plan;

import java.nio.file.Path;

/**
 * The one folder of a cluster: who it consists of, what runs, what it says, what it keeps.
 *
 * <pre>
 * cluster.properties   what it consists of, and its ports
 * processes.json       what runs, written by the supervisor
 * supervisor.lock      held by the supervisor
 * conf/                configuration of Flink, job and gateway
 * security/            certificates and secrets, if the cluster is secured
 * jobs/                jar and configuration of the newest jobs, by their ids
 * logs/                one log for each process
 * data/                topics, checkpoints, high availability, the gateway's store
 * tmp/                 temporary files of processes
 * </pre>
 *
 * @param root the folder
 */
public record ClusterFolder(Path root) {
  public ClusterFolder {
    root = root.toAbsolutePath().normalize();
  }

  /** Returns the file that says what the cluster consists of. */
  public Path plan() {
    return root.resolve("cluster.properties");
  }

  /** Returns the file that says what runs. */
  public Path processes() {
    return root.resolve("processes.json");
  }

  /** Returns the file that the supervisor locks. */
  public Path lock() {
    return root.resolve("supervisor.lock");
  }

  /** Returns the folder of configurations. */
  public Path conf() {
    return root.resolve("conf");
  }

  /** Returns the configuration of the scoring job. */
  public Path scoringConfig() {
    return conf().resolve("scoring.properties");
  }

  /** Returns the configuration of the gateway. */
  public Path gatewayConfig() {
    return conf().resolve("gateway.properties");
  }

  /** Returns the folder of certificates and secrets. */
  public Path security() {
    return root.resolve("security");
  }

  /** Returns the folder of what jobs were made of. */
  public Path jobs() {
    return root.resolve("jobs");
  }

  /** Returns the folder of logs. */
  public Path logs() {
    return root.resolve("logs");
  }

  /** Returns the log of a process. */
  public Path log(String process) {
    return logs().resolve(process + ".log");
  }

  /** Returns a folder for what must last. */
  public Path data(String name) {
    return root.resolve("data").resolve(name);
  }

  /** Returns the folder of checkpoints. */
  public Path checkpoints() {
    return data("checkpoints");
  }

  /** Returns the folder of savepoints. */
  public Path savepoints() {
    return data("savepoints");
  }

  /** Returns the folder for temporary files of a process. */
  public Path temporary(String process) {
    return root.resolve("tmp").resolve(process);
  }

  /** Removes the folder and everything in it. */
  public void purge() {
    FolderTree.remove(root);
  }
}
