package io.tidewatch.platform.cluster;

import io.tidewatch.cluster.Cluster;
import io.tidewatch.cluster.plan.ClusterPlan;
import io.tidewatch.connectors.gateway.query.Scope;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.platform.embedded.Connection;
import io.tidewatch.platform.gateway.GatewayOptions;
import io.tidewatch.platform.gateway.SecretFile;
import io.tidewatch.schemas.Role;
import io.tidewatch.scoring.ReleaseOptions;
import io.tidewatch.scoring.ScoringConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;

/** The configurations of a cluster's job and gateway, which people may change. Stateless. */
public final class ClusterFiles {
  private ClusterFiles() {}

  /** Returns where people at this machine reach a cluster. */
  public static Connection connection(Cluster cluster) {
    return new ClusterAccess(cluster).connection(Role.OPERATOR);
  }

  /**
   * Writes the configuration of the scoring job, unless there is one.
   *
   * @param trustedKey whose releases the job serves
   * @param more further entries, which win
   */
  public static void writeScoring(Cluster cluster, String trustedKey, Map<String, String> more) {
    Map<String, String> entries =
        new TreeMap<>(new ClusterAccess(cluster).connection(Role.SCORING).entries());
    entries.put(ReleaseOptions.TRUSTED_KEYS.key(), trustedKey);
    entries.put(KafkaOptions.DELIVERY.key(), "exactly-once");
    entries.put(ScoringConfig.FLINK_PREFIX + "execution.checkpointing.interval", "5 s");
    entries.put(
        ScoringConfig.FLINK_PREFIX + "restart-strategy.exponential-delay.max-backoff", "10 s");
    entries.putAll(more);
    write(cluster.folder().scoringConfig(), entries);
  }

  /** Writes the configuration of the gateway, unless there is one; for the owner's eyes only. */
  public static void writeGateway(Cluster cluster, SecretFile writeKey, SecretFile token) {
    ClusterAccess access = new ClusterAccess(cluster);
    Map<String, String> entries = new TreeMap<>(access.connection(Role.GATEWAY).entries());
    if (cluster.plan().secured()) {
      entries.put(
          GatewayOptions.CERTIFICATE_FILE.key(),
          access.security().certificate(ClusterPlan.GATEWAY).toString());
      entries.put(
          GatewayOptions.METRICS_TOKEN_FILE.key(), access.security().metricsToken().toString());
    }
    entries.put(GatewayOptions.PORT.key(), Integer.toString(cluster.plan().port("gateway")));
    entries.put(
        GatewayOptions.METRICS_PORT.key(),
        Integer.toString(cluster.plan().port("gateway-metrics")));
    entries.put(GatewayOptions.SERVER_KEYS.key() + ".local", writeKey.secret());
    entries.put(GatewayOptions.TOKENS.key() + ".local", token.secret());
    entries.put(GatewayOptions.SCOPES.key() + ".local", Scope.all());
    entries.put(
        GatewayOptions.STORE_DIRECTORY.key(), cluster.folder().data("gateway-store").toString());
    write(cluster.folder().gatewayConfig(), entries);
  }

  /** Writes a file for the owner's eyes only, unless there is one. */
  static void write(Path file, Map<String, String> entries) {
    if (Files.exists(file)) {
      return;
    }
    StringBuilder text = new StringBuilder();
    entries.forEach(
        (key, value) ->
            text.append(key).append('=').append(value.replace("\\", "\\\\")).append('\n'));
    try {
      Files.createDirectories(file.getParent());
      Files.createFile(file);
      if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
