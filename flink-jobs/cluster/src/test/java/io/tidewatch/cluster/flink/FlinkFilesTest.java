package io.tidewatch.cluster.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.cluster.plan.ClusterFolder;
import io.tidewatch.cluster.plan.ClusterPlan;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.RestOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FlinkFilesTest {
  @TempDir Path root;
  private ClusterPlan plan;
  private Configuration flink;

  @BeforeEach
  void write() {
    plan = ClusterPlan.make(1, 2, false, false);
    ClusterFolder folder = new ClusterFolder(root);
    FlinkFiles.write(folder, plan);
    flink = FlinkFiles.flink(folder);
  }

  @Test
  void flinkReadsWhatWasWritten() {
    assertThat(flink.get(HighAvailabilityOptions.HA_MODE)).isEqualTo("zookeeper");
    assertThat(flink.get(RestOptions.PORT)).isEqualTo(plan.port(ClusterPlan.FLINK_REST));
  }

  @Test
  void aTaskManagerIsToldItsMemoryAndItsName() {
    FlinkProcess process = FlinkProcess.taskManager(flink, "taskmanager-2", 7, Optional.of(8));

    assertThat(process.jvmOptions()).anyMatch(option -> option.startsWith("-Xmx"));
    assertThat(process.arguments())
        .contains(
            "taskmanager.resource-id=taskmanager-2",
            "taskmanager.rpc.port=7",
            "metrics.reporter.prom.port=8")
        .anyMatch(argument -> argument.startsWith("taskmanager.memory.task.heap.size="));
  }

  @Test
  void aJobManagerIsToldItsMemory() {
    FlinkProcess process = FlinkProcess.jobManager(flink, Optional.empty());

    assertThat(process.jvmOptions()).anyMatch(option -> option.startsWith("-Xmx"));
    assertThat(process.arguments()).noneMatch(argument -> argument.startsWith("metrics."));
  }
}
