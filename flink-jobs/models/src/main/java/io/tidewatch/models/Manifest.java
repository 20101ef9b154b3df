package io.tidewatch.models;

import io.tidewatch.models.monitor.Reference;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a release says of itself.
 *
 * @param name name under which it serves: {@code churn} or {@code recommender}
 * @param version version, 1 to 64 characters of letters, digits, dot, dash, underscore
 * @param task what it is for
 * @param layers the network, in the order of computation
 * @param provenance where it comes from
 * @param metrics quality measured at training, by name
 * @param reference how scores and features were spread at training; releases of older trainings,
 *     and of other tasks than churn, have none, and guards that need it do not judge them
 */
public record Manifest(
    String name,
    String version,
    Task task,
    List<LayerSpec> layers,
    Provenance provenance,
    SortedMap<String, Double> metrics,
    Optional<Reference> reference) {
  /** Copies list and map. */
  public Manifest {
    layers = List.copyOf(layers);
    metrics = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, Double>) metrics));
  }

  /** Describes a release without a reference. */
  public Manifest(
      String name,
      String version,
      Task task,
      List<LayerSpec> layers,
      Provenance provenance,
      SortedMap<String, Double> metrics) {
    this(name, version, task, layers, provenance, metrics, Optional.empty());
  }
}
