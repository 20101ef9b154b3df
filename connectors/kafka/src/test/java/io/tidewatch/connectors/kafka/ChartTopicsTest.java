package io.tidewatch.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The chart's list of topics is the catalogue. */
final class ChartTopicsTest {
  private static final Path LIST = Path.of("..", "..", "helm", "tidewatch", "topics.yaml");

  @Test
  void theChartHasEveryTopicWithItsSettings() throws IOException {
    String expected =
        Arrays.stream(Topic.values())
            .map(ChartTopicsTest::entry)
            .collect(
                Collectors.joining(
                    "",
                    "# Generated from the catalogue of topics; ChartTopicsTest says how.\n",
                    ""));
    if (Boolean.getBoolean("tidewatch.regenerate")) {
      Files.writeString(LIST, expected);
    }

    assertThat(LIST)
        .as(
            "written by: mvn -pl connectors/kafka -am test -Dtest=ChartTopicsTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dtidewatch.regenerate=true")
        .hasContent(expected);
  }

  private static String entry(Topic topic) {
    StringBuilder entry = new StringBuilder();
    entry.append("- name: ").append(topic.topicName()).append('\n');
    entry.append("  partitions: ").append(topic.partitions()).append('\n');
    entry.append("  config:\n");
    for (Map.Entry<String, String> setting : new TreeMap<>(TopicAdmin.settings(topic)).entrySet()) {
      entry.append("    %s: \"%s\"\n".formatted(setting.getKey(), setting.getValue()));
    }
    return entry.toString();
  }
}
