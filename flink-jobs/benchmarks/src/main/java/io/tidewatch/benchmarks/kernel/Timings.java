package io.tidewatch.benchmarks.kernel;

import io.tidewatch.benchmarks.report.Repetitions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Times by case, contender, batch and variant, one per round. One thread. */
final class Timings {
  private final Map<KernelCase, Map<Contender, Map<Integer, Map<String, List<Double>>>>> times =
      new EnumMap<>(KernelCase.class);

  /** The fastest variant and its times per call, in microseconds. */
  record Best(String variant, Repetitions micros) {}

  /** Adds the time of one call in one round, in microseconds. */
  void add(KernelCase kernel, Contender contender, int batch, String variant, double micros) {
    times
        .computeIfAbsent(kernel, k -> new EnumMap<>(Contender.class))
        .computeIfAbsent(contender, c -> new TreeMap<>())
        .computeIfAbsent(batch, b -> new TreeMap<>())
        .computeIfAbsent(variant, v -> new ArrayList<>())
        .add(micros);
  }

  /** Returns the variant with the smallest median. */
  Best best(KernelCase kernel, Contender contender, int batch) {
    Best best = null;
    for (var entry : times.get(kernel).get(contender).get(batch).entrySet()) {
      var micros = new Repetitions(entry.getValue());
      if (best == null || micros.median() < best.micros().median()) {
        best = new Best(entry.getKey(), micros);
      }
    }
    return best;
  }
}
