package io.tidewatch.benchmarks.pipeline;

import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;

/**
 * Lets the process read the counters and gauges of its own Flink operators at once; accumulators
 * and Flink's REST interface are as old as the last heartbeat. There is one in a process, because
 * Flink makes reporters itself. Thread-safe.
 */
final class MetricTap implements MetricReporter {
  private static final String OPERATOR = "<operator_name>";
  private static final String TOPIC = "<topic>";
  private static final MetricTap INSTANCE = new MetricTap();

  private final Map<String, Metric> metrics = new ConcurrentHashMap<>();

  private MetricTap() {}

  static MetricTap instance() {
    return INSTANCE;
  }

  /** Returns a counter's value; 0 while the operator has not started. */
  long counter(String operator, String name) {
    return metrics.get(operator + "." + name) instanceof Counter counter ? counter.getCount() : 0;
  }

  /** Returns the sum of a counter over all operators whose name ends so. */
  long counters(String operatorEnding, String name) {
    String ending = operatorEnding + "." + name;
    return metrics.entrySet().stream()
        .filter(metric -> metric.getKey().endsWith(ending))
        .mapToLong(metric -> metric.getValue() instanceof Counter counter ? counter.getCount() : 0)
        .sum();
  }

  /** Returns the numbers of an operator by their names. */
  Map<String, Double> of(String operator) {
    String prefix = operator + ".";
    Map<String, Double> numbers = new TreeMap<>();
    metrics.forEach(
        (key, metric) -> {
          if (key.startsWith(prefix)) {
            number(metric).ifPresent(value -> numbers.put(key.substring(prefix.length()), value));
          }
        });
    return numbers;
  }

  private static Optional<Double> number(Metric metric) {
    if (metric instanceof Counter counter) {
      return Optional.of((double) counter.getCount());
    }
    try {
      return metric instanceof Gauge<?> gauge && gauge.getValue() instanceof Number number
          ? Optional.of(number.doubleValue())
          : Optional.empty();
    } catch (ConcurrentModificationException e) {
      return Optional.empty(); // some gauges look into what their task is changing
    }
  }

  @Override
  public void open(MetricConfig config) {}

  @Override
  public void close() {}

  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    metrics.put(key(name, group), metric);
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    metrics.remove(key(name, group), metric);
  }

  private static String key(String name, MetricGroup group) {
    Map<String, String> variables = group.getAllVariables();
    String topic = variables.get(TOPIC);
    return variables.getOrDefault(OPERATOR, "") + "." + (topic == null ? "" : topic + ".") + name;
  }
}
