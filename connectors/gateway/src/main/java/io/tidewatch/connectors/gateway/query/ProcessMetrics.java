package io.tidewatch.connectors.gateway.query;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.CollectorRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * Some metrics of this process at one moment. Beside the embedded job they hold the job's figures;
 * a gateway on its own has those of the collector, the query API and Kafka alone. Immutable.
 */
final class ProcessMetrics {
  /** What the names of a histogram's buckets end with. */
  static final String BUCKET = "_bucket";

  private final List<Sample> samples;

  /** One value with the values of its labels, in their order. */
  record Figure(List<String> labels, double value) {}

  private ProcessMetrics(List<Sample> samples) {
    this.samples = samples;
  }

  /**
   * Reads them, all at once: asking the job costs some milliseconds.
   *
   * @param names of samples; of a histogram that of its buckets
   */
  static ProcessMetrics read(CollectorRegistry registry, Set<String> names) {
    List<Sample> samples = new ArrayList<>();
    for (MetricFamilySamples family :
        Collections.list(registry.filteredMetricFamilySamples(names))) {
      samples.addAll(family.samples);
    }
    return new ProcessMetrics(samples);
  }

  /** Returns the samples of a name; empty if nobody registered it. */
  List<Figure> figures(String name) {
    return samples(name).stream()
        .map(sample -> new Figure(sample.labelValues, sample.value))
        .toList();
  }

  private List<Sample> samples(String name) {
    return samples.stream().filter(sample -> sample.name.equals(name)).toList();
  }

  /**
   * Estimates a quantile of a histogram, over all its labels, as a straight line within the bucket
   * that it falls into.
   *
   * @param quantile 0 to 1
   * @return empty if nothing was observed
   */
  OptionalDouble quantile(String histogram, double quantile) {
    Map<Double, Double> below = new TreeMap<>();
    for (Sample sample : samples(histogram + BUCKET)) {
      String bound = sample.labelValues.get(sample.labelNames.indexOf("le"));
      double le = bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
      below.merge(le, sample.value, Double::sum);
    }
    double total = below.getOrDefault(Double.POSITIVE_INFINITY, 0.0);
    if (total == 0) {
      return OptionalDouble.empty();
    }
    double wanted = quantile * total;
    double from = 0;
    double before = 0;
    for (Map.Entry<Double, Double> bucket : below.entrySet()) {
      if (bucket.getValue() >= wanted && bucket.getValue() > before) {
        double to = bucket.getKey();
        double share = (wanted - before) / (bucket.getValue() - before);
        return OptionalDouble.of(Double.isInfinite(to) ? from : from + share * (to - from));
      }
      from = bucket.getKey();
      before = bucket.getValue();
    }
    return OptionalDouble.of(from);
  }
}
