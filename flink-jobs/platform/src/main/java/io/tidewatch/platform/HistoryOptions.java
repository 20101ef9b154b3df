package io.tidewatch.platform;

import io.tidewatch.connectors.history.DataSet;
import io.tidewatch.connectors.history.DataSets;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options that name a data set. */
final class HistoryOptions {
  @Option(
      names = "--set",
      paramLabel = "NAME",
      description =
          "Public data set: completejourney (bundled), cdnow, onlineretail, rees46, taobao"
              + " (read from --data).")
  private Optional<String> set = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder with the data sets that are not bundled; see docs/data-sources.md.")
  private Optional<Path> data = Optional.empty();

  /** Returns the data set, if one was named. */
  Optional<DataSet> dataSet() {
    return set.map(name -> DataSets.named(name, data));
  }
}
