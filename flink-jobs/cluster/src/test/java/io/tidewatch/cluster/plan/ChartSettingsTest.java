package io.tidewatch.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.junit.jupiter.api.Test;

/** Flink passes over settings that it does not know, so the chart's are compared with its own. */
final class ChartSettingsTest {
  private static final Path JOB = Path.of("..", "..", "helm", "tidewatch", "templates", "job.yaml");

  /** Of the reporter for Prometheus, and of the operator's autoscaler; no options of Flink. */
  private static final String ELSEWHERE = "metrics\\.reporter\\.prom\\..*|job\\.autoscaler\\..*";

  private static final Pattern SETTING = Pattern.compile("(?m)^    ([a-zA-Z.-]+): ");

  @Test
  void flinkKnowsEachSettingOfTheChart() throws IOException {
    List<String> known =
        Stream.of(
                HighAvailabilityOptions.HA_MODE,
                HighAvailabilityOptions.HA_STORAGE_PATH,
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                CheckpointingOptions.SAVEPOINT_DIRECTORY,
                CheckpointingOptions.CHECKPOINTING_INTERVAL,
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                TaskManagerOptions.NUM_TASK_SLOTS,
                CoreOptions.FLINK_TM_JVM_OPTIONS)
            .map(ConfigOption::key)
            .toList();

    assertThat(settings())
        .filteredOn(setting -> !setting.matches(ELSEWHERE))
        .containsExactlyInAnyOrderElementsOf(known);
  }

  private static List<String> settings() throws IOException {
    String chart = Files.readString(JOB);
    int start = chart.indexOf("  flinkConfiguration:\n");
    return SETTING
        .matcher(chart.substring(start, chart.indexOf("  podTemplate:\n", start)))
        .results()
        .map(result -> result.group(1))
        .toList();
  }
}
