package io.tidewatch.benchmarks.latency;

import io.tidewatch.benchmarks.job.CheckpointSample;
import io.tidewatch.benchmarks.job.ProcessSample;
import java.util.List;

/**
 * One window, and what the job's process did meanwhile.
 *
 * @param cpuShare share of one core that the process used
 * @param gcShare share of the time that it collected garbage
 * @param compilerShare share of the time that the compiler's threads were at work or waited for the
 *     core, all together
 * @param checkpoints checkpoints that began in the window
 */
record Measured(
    WindowResult window,
    double cpuShare,
    double gcShare,
    double compilerShare,
    List<CheckpointSample> checkpoints) {

  static Measured of(
      WindowResult window, List<ProcessSample> samples, List<CheckpointSample> checkpoints) {
    List<ProcessSample> inside =
        samples.stream()
            .filter(
                sample ->
                    sample.atMillis() >= window.startMillis()
                        && sample.atMillis() <= window.endMillis())
            .toList();
    double cpu = 0;
    double gc = 0;
    double compiler = 0;
    if (inside.size() > 1) {
      ProcessSample first = inside.get(0);
      ProcessSample last = inside.get(inside.size() - 1);
      double millis = last.atMillis() - first.atMillis();
      cpu = (last.cpuNanos() - first.cpuNanos()) / 1e6 / millis;
      gc = (last.gcMillis() - first.gcMillis()) / millis;
      compiler = (last.compilerMillis() - first.compilerMillis()) / millis;
    }
    return new Measured(
        window,
        cpu,
        gc,
        compiler,
        checkpoints.stream()
            .filter(
                checkpoint ->
                    checkpoint.triggeredMillis() >= window.startMillis()
                        && checkpoint.triggeredMillis() <= window.endMillis())
            .toList());
  }

  /** Returns the longest synchronous part of a checkpoint in milliseconds; 0 without any. */
  long longestSyncMillis() {
    return checkpoints.stream().mapToLong(CheckpointSample::syncMillis).max().orElse(0);
  }

  /** Returns the longest way of a barrier to a subtask in milliseconds; 0 without any. */
  long longestStartDelayMillis() {
    return checkpoints.stream().mapToLong(CheckpointSample::startDelayMillis).max().orElse(0);
  }
}
