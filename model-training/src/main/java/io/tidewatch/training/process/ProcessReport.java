package io.tidewatch.training.process;

import io.tidewatch.training.evaluation.Spread;
import java.util.List;
import java.util.Map;

/**
 * What was found on the log of a process. Immutable.
 *
 * @param data what was learned from and what was measured on, in a sentence
 * @param trainCases cases learned from
 * @param cases cases measured on
 * @param prefixes prefixes measured on
 * @param seeds trainings, each with a seed of its own
 * @param network figures of the networks, means over the seeds
 * @param spread how far they lie apart over the seeds
 * @param baselines figures of the other models by name, the simplest first
 * @param eventsPerSecond events for which the networks of one seed say what they expect, on one
 *     thread, in batches
 * @param notes what a reader has to know, in sentences
 * @param seconds how long it took
 */
public record ProcessReport(
    String data,
    int trainCases,
    int cases,
    int prefixes,
    int seeds,
    Map<String, Double> network,
    Map<String, Spread> spread,
    Map<String, Map<String, Double>> baselines,
    double eventsPerSecond,
    List<String> notes,
    double seconds) {

  /** The baseline that the network is compared with: the strongest kind. */
  public static final String BASELINE = "prefix";

  public ProcessReport {
    notes = List.copyOf(notes);
  }
}
