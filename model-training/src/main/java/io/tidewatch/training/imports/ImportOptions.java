package io.tidewatch.training.imports;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an importer is told beside the model file.
 *
 * @param name name under which the release serves: {@code churn}
 * @param version version of the release
 * @param card model card, Markdown
 * @param horizonDays days without a purchase that the model calls churn
 * @param metrics quality that the exporting side measured, by name
 * @param allowEngine whether a graph with operators that have no kernel may be left to an engine,
 *     which is native code and slow
 * @param probes probes file of {@link ProbesJson}; empty to have outputs computed here
 */
public record ImportOptions(
    String name,
    String version,
    String card,
    int horizonDays,
    SortedMap<String, Double> metrics,
    boolean allowEngine,
    Optional<byte[]> probes) {
  /** Copies the map. */
  public ImportOptions {
    metrics = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, Double>) metrics));
  }
}
