package io.tidewatch.platform.changes;

import io.tidewatch.scoring.ConfigReference;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;

/** Writes docs/reference/changes.md from the options. */
final class ChangesReference {
  private ChangesReference() {}

  static String page() {
    return """
    # Configuration of change data capture

    Given as `source cdc --config FILE`, a properties file (`key=value`) or a YAML file with flat
    keys (`key: value`). An unknown key is an error. Generated from the options in the code by
    `ChangesReference`; a test fails when this page and the code differ, and says how to write it
    anew. How to use it: [how-to/follow-customers.md](../how-to/follow-customers.md).

    ## Source

    """
        + table(ChangesOptions.SOURCE)
        + "\n## Mapping\n\n"
        + table(ChangesOptions.MAPPING)
        + "\n## Kafka and schema registry\n\n"
        + table(ChangesOptions.KAFKA);
  }

  private static String table(List<ConfigOption<?>> options) {
    return ConfigReference.table(options).replace("| `` |", "| none |");
  }
}
