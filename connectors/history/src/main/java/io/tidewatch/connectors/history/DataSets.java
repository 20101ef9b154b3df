package io.tidewatch.connectors.history;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds data sets by name. */
public final class DataSets {
  /** Seed of the simulated part where none is given. */
  public static final long DEFAULT_SEED = 2017;

  private static final List<PublishedFiles.Description> PUBLISHED =
      List.of(Cdnow.DESCRIPTION, OnlineRetail.DESCRIPTION, Rees46.DESCRIPTION, Taobao.DESCRIPTION);

  private DataSets() {}

  /** Returns the names that are known, the bundled one first. */
  public static List<String> names() {
    return Stream.concat(
            Stream.of(CompleteJourney.NAME),
            PUBLISHED.stream().map(PublishedFiles.Description::name))
        .toList();
  }

  /** Opens a data set with {@link #DEFAULT_SEED}; see {@link #named(String, Optional, long)}. */
  public static DataSet named(String name, Optional<Path> dataDir) {
    return named(name, dataDir, DEFAULT_SEED);
  }

  /**
   * Opens a data set.
   *
   * @param name one of {@link #names()}
   * @param dataDir where the sets that are not bundled lie, laid out as docs/data-sources.md says;
   *     not used for the bundled set
   * @param seed draws the simulated part
   * @throws IllegalArgumentException if the name is unknown
   * @throws UnreadableHistoryException if its files are absent; names the file and the remedy
   */
  public static DataSet named(String name, Optional<Path> dataDir, long seed) {
    if (name.equals(CompleteJourney.NAME)) {
      return CompleteJourney.bundled(seed);
    }
    return PUBLISHED.stream()
        .filter(description -> description.name().equals(name))
        .findFirst()
        .map(description -> PublishedFiles.open(description, dataDir))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown data set '" + name + "'; known are " + names()));
  }
}
