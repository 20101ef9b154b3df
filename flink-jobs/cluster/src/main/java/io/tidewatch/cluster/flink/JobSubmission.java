package io.tidewatch.cluster.flink;

import io.tidewatch.cluster.plan.ClusterFolder;
import io.tidewatch.cluster.plan.ClusterPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.client.program.PackagedProgramUtils;
import org.apache.flink.client.program.ProgramInvocationException;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;

/**
 * Submits a job's jar to the cluster by Flink's own REST client, as {@code flink run --detached}
 * does. Stateless.
 */
public final class JobSubmission {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private JobSubmission() {}

  /**
   * Submits a job that runs until it is cancelled, whatever dies meanwhile.
   *
   * @param jar jar with the job and all that it brings
   * @param config the job's configuration
   * @param restore checkpoint or savepoint to go on from; it stays whose it is
   * @return the id that Flink gave it
   * @throws IllegalStateException if Flink does not take it
   * @throws IllegalArgumentException if the job refuses its configuration
   */
  public static String submit(
      ClusterFolder folder, ClusterPlan plan, Path jar, Path config, Optional<Path> restore)
      throws InterruptedException {
    Configuration flink = FlinkFiles.flink(folder);
    // The address is known; asking the ZooKeeper for it would take longer.
    flink.keySet().stream()
        .filter(key -> key.startsWith("high-availability"))
        .toList()
        .forEach(flink::removeKey);
    SavepointRestoreSettings from =
        restore
            .map(
                path ->
                    SavepointRestoreSettings.forPath(
                        path.toUri().toString(), false, RecoveryClaimMode.NO_CLAIM))
            .orElseGet(SavepointRestoreSettings::none);
    try (PackagedProgram program =
            PackagedProgram.newBuilder()
                .setJarFile(jar.toFile())
                .setArguments("--config", config.toString())
                .setConfiguration(flink)
                .setSavepointRestoreSettings(from)
                .build();
        RestClusterClient<String> client = new RestClusterClient<>(flink, "tidewatch")) {
      JobGraph graph =
          PackagedProgramUtils.createJobGraph(program, flink, plan.taskManagers(), true);
      JobID id = client.submitJob(graph).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return id.toHexString();
    } catch (ProgramInvocationException e) {
      throw new IllegalArgumentException("the job in " + jar + " does not start", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Flink at " + plan.flinkUrl() + " refused the job", e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "Flink at " + plan.flinkUrl() + " did not take the job in " + PATIENCE, e);
    } catch (InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("cannot reach Flink at " + plan.flinkUrl(), e);
    }
  }
}
