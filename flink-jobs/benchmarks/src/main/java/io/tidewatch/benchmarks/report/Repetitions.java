package io.tidewatch.benchmarks.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.platform.terminal.Json;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One figure, measured several times.
 *
 * @param values one per repetition, in order; at least one, all finite
 */
public record Repetitions(List<Double> values) {
  public Repetitions {
    values = List.copyOf(values);
    if (values.isEmpty() || !values.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("need at least one figure, all finite: " + values);
    }
  }

  /** Returns this over that, repetition by repetition. */
  public Repetitions over(Repetitions that) {
    if (values.size() != that.values.size()) {
      throw new IllegalArgumentException(values.size() + " repetitions over " + that.values.size());
    }
    return new Repetitions(
        IntStream.range(0, values.size())
            .mapToObj(i -> values.get(i) / that.values.get(i))
            .toList());
  }

  /** Returns the value in the middle; the mean of both of an even number. */
  public double median() {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Returns the smallest value. */
  public double min() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** Returns the largest value. */
  public double max() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** Returns min, max and all values as JSON. */
  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("min", min());
    json.put("max", max());
    ArrayNode all = json.putArray("values");
    values.forEach(all::add);
    return json;
  }
}
