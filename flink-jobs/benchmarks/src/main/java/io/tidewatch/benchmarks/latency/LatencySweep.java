package io.tidewatch.benchmarks.latency;

import io.tidewatch.benchmarks.report.BenchReport;
import io.tidewatch.platform.terminal.ProgressLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What each setting costs that trades latency for throughput: one varied, the others default. */
final class LatencySweep {
  private static final double MILLIS = 1e3;

  /** Holds one checkpoint of the default interval, neither none nor two: they make the slowest. */
  static final Duration CHECKPOINT = Duration.ofSeconds(60);

  /**
   * One setting.
   *
   * @param option what is varied, empty for the defaults
   * @param key its key
   * @param value its value
   * @param shortest how long a window has to be to show it
   */
  record Setting(String option, String key, String value, Duration shortest) {
    Map<String, String> settings() {
      return key.isEmpty() ? Map.of() : Map.of(key, value);
    }

    Duration atLeast(Duration length) {
      return length.compareTo(shortest) < 0 ? shortest : length;
    }
  }

  static final List<Setting> SETTINGS = settings();

  /** What can be varied. */
  static final List<String> OPTIONS =
      SETTINGS.stream().map(Setting::option).skip(1).distinct().toList();

  static final List<Setting> QUICK = List.of(SETTINGS.get(0), SETTINGS.get(1));

  /** Measures one setting. */
  interface Measurement {
    Measured measure(Setting setting) throws InterruptedException;
  }

  private LatencySweep() {}

  /** Returns the defaults and the settings of some options. */
  static List<Setting> of(List<String> options) {
    return SETTINGS.stream()
        .filter(setting -> setting.key().isEmpty() || options.contains(setting.option()))
        .toList();
  }

  private static List<Setting> settings() {
    List<Setting> all = new ArrayList<>();
    all.add(new Setting("defaults", "", "", CHECKPOINT));
    String buffer = "flink.execution.buffer-timeout.interval";
    for (int millis : new int[] {0, 5, 10, 100}) {
      all.add(millis("buffer-timeout", buffer, millis));
    }
    for (int millis : new int[] {0, 5}) {
      all.add(millis("linger", "kafka.sink.linger", millis));
    }
    for (int millis : new int[] {0, 1, 10}) {
      all.add(millis("bundle-time", "scoring.bundle-time", millis));
    }
    for (int customers : new int[] {0, 512, 4_096, 16_384}) {
      // What is not yet written is written before a checkpoint, which waits for it.
      all.add(
          new Setting(
              "unwritten-customers",
              "scoring.dirty-customers",
              Integer.toString(customers),
              CHECKPOINT));
    }
    for (int megabytes : new int[] {4, 16, 32}) {
      // A checkpoint waits until what is in the buffer was written.
      all.add(
          new Setting(
              "write-buffer",
              "flink.state.backend.rocksdb.writebuffer.size",
              megabytes + " mb",
              CHECKPOINT));
    }
    for (int threads : new int[] {1, 2}) {
      // They copy a checkpoint's files, and take turns with the task on its core.
      all.add(
          new Setting(
              "checkpoint-copiers",
              "flink.state.backend.rocksdb.checkpoint.transfer.thread.num",
              Integer.toString(threads),
              CHECKPOINT));
    }
    for (int seconds : new int[] {1, 10, 30}) {
      all.add(
          new Setting(
              "checkpoint-interval",
              "flink.execution.checkpointing.interval",
              seconds + " s",
              CHECKPOINT));
    }
    return List.copyOf(all);
  }

  private static Setting millis(String option, String key, int millis) {
    return new Setting(option, key, millis + " ms", CHECKPOINT);
  }

  static void run(
      List<Setting> settings, Measurement measurement, BenchReport report, ProgressLine progress)
      throws InterruptedException {
    report
        .column("setting", "setting")
        .column("value", "value")
        .column("p50", "p50 ms")
        .column("p99", "p99 ms")
        .column("p999", "p99.9 ms")
        .column("max", "max ms")
        .column("cpu", "cpu %")
        .column("gc", "gc %")
        .column("compiler", "compiler %")
        .column("checkpoints", "checkpoints")
        .column("sync", "longest sync ms")
        .column("delay", "longest barrier delay ms")
        .column("events", "events timed")
        .column("backlog", "backlog ms");
    for (int i = 0; i < settings.size(); i++) {
      Setting setting = settings.get(i);
      progress.at(0.1 + 0.9 * i / settings.size(), setting.option() + " " + setting.value());
      Measured measured = measurement.measure(setting);
      Histogram micros = measured.window().latencies().appendToRead();
      report
          .row()
          .put("setting", setting.option())
          .put("value", setting.value().isEmpty() ? "-" : setting.value())
          .put("p50", micros.getValueAtPercentile(50) / MILLIS)
          .put("p99", micros.getValueAtPercentile(99) / MILLIS)
          .put("p999", micros.getValueAtPercentile(99.9) / MILLIS)
          .put("max", micros.getMaxValue() / MILLIS)
          .put("cpu", 100 * measured.cpuShare())
          .put("gc", 100 * measured.gcShare())
          .put("compiler", 100 * measured.compilerShare())
          .put("checkpoints", measured.checkpoints().size())
          .put("sync", measured.longestSyncMillis())
          .put("delay", measured.longestStartDelayMillis())
          .put("events", micros.getTotalCount())
          .put("backlog", measured.window().backlogMillis());
    }
    report.note(
        "Times from the broker's append of an event to the read of its last decision. CPU is the"
            + " job's process, in percent of its core.");
  }
}
