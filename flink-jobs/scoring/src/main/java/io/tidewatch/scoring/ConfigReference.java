package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.personal.MasterKeyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.apache.flink.util.TimeUtils;

/** Writes options as tables, and docs/reference/configuration.md from those of the scoring job. */
public final class ConfigReference {
  private ConfigReference() {}

  /** Writes the page to the file named by the only argument. */
  public static void main(String[] args) throws IOException {
    Files.writeString(Path.of(args[0]), page());
  }

  static String page() {
    return """
    # Configuration of the scoring job

    Given as `job scoring --config FILE`, a properties file (`key=value`) or a YAML file with flat
    keys (`key: value`). An unknown key is an error. Durations look like `10 s`, `5 min` or `1 d`,
    sizes like `64 mb`. Generated from the options in the code by `ConfigReference`; a test fails
    when this page and the code differ, and says how to write it anew.

    ## Scoring

    """
        + table(ScoringConfig.SCORING)
        + "\n## Model releases\n\n"
        + table(ScoringConfig.RELEASES)
        + "\n## Guards\n\nSee [guards and drift](../how-to/guards-and-drift.md).\n\n"
        + table(GuardOptions.ALL)
        + "\n## Learning\n\nSee [offers that learn](../how-to/learned-offers.md).\n\n"
        + table(LearningOptions.ALL)
        + "\n## Privacy\n\nSee [privacy](../how-to/privacy.md).\n\n"
        + table(MasterKeyOptions.ALL)
        + "\n## Kafka and schema registry\n\n"
        + table(ScoringConfig.KAFKA)
        + """

        ## Flink

        Every option of Flink may stand here behind the prefix `flink.`, such as
        `flink.parallelism.default: 4` or `flink.execution.checkpointing.dir: file:///checkpoints`.
        Unless set so, the job uses these:

        | key | value |
        | --- | --- |
        """
        + flinkTable();
  }

  /** Returns a Markdown table of options. */
  public static String table(List<ConfigOption<?>> options) {
    StringBuilder rows = new StringBuilder("| key | default | meaning |\n| --- | --- | --- |\n");
    for (ConfigOption<?> option : options) {
      rows.append("| `")
          .append(option.key())
          .append("` | ")
          .append(defaultValue(option))
          .append(" | ")
          .append(new HtmlFormatter().format(option.description()).replace("|", "\\|"))
          .append(" |\n");
    }
    return rows.toString();
  }

  private static String flinkTable() {
    StringBuilder rows = new StringBuilder();
    Map<String, String> settings = new TreeMap<>(FlinkSettings.DEFAULTS);
    settings.forEach(
        (key, value) ->
            rows.append("| `").append(key).append("` | `").append(value).append("` |\n"));
    return rows.toString();
  }

  static String defaultValue(ConfigOption<?> option) {
    if (!option.hasDefaultValue()) {
      return "required";
    }
    Object value = option.defaultValue();
    if (value instanceof Duration duration) {
      return "`" + TimeUtils.formatWithHighestUnit(duration) + "`";
    }
    boolean none =
        value instanceof Map<?, ?> map && map.isEmpty()
            || value instanceof List<?> list && list.isEmpty();
    return none ? "none" : "`" + value + "`";
  }
}
