package io.tidewatch.benchmarks.text;

import io.tidewatch.benchmarks.report.BenchReport;
import io.tidewatch.benchmarks.report.Machine;
import io.tidewatch.benchmarks.report.ReportOptions;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.ProgressLine;
import io.tidewatch.text.TextAnalyzer;
import io.tidewatch.text.rules.RuleReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the analysis of texts, on one thread. */
@Command(
    name = "text",
    description = {
      "Short texts of tickets in English and Chinese through the whole analysis: mask, language,"
          + " words, key phrases, sentiment, urgency, intent. One thread, a minute.",
      "",
      "Of each language 24 messages, one line each, over and over; --en and --zh take others."
    },
    mixinStandardHelpOptions = true)
public final class TextBenchmark implements Callable<Integer> {
  private static final Duration ROUND = Duration.ofSeconds(5);
  private static final Duration QUICK_ROUND = Duration.ofMillis(300);
  private static final double MEGABYTE = 1 << 20;

  @Spec private CommandSpec spec;
  @Mixin private ReportOptions options;

  @Option(names = "--en", paramLabel = "FILE", description = "English texts, one a line, UTF-8.")
  private Optional<Path> english = Optional.empty();

  @Option(names = "--zh", paramLabel = "FILE", description = "Chinese texts, one a line, UTF-8.")
  private Optional<Path> chinese = Optional.empty();

  @Option(names = "--rounds", paramLabel = "N", description = "Repetitions. Default: 3.")
  private int rounds = 3;

  /** What one round of one language gave. */
  private record Speed(double textsPerSecond, double textsPerCpuSecond) {}

  @Override
  public Integer call() {
    var report = new BenchReport("text", Instant.now(), Machine.here());
    Map<String, List<String>> texts = new LinkedHashMap<>();
    texts.put("en", texts(english, "en.txt"));
    texts.put("zh", texts(chinese, "zh.txt"));
    Duration round = options.quick() ? QUICK_ROUND : ROUND;
    double before = heapMegabytes();
    var analyzer = new TextAnalyzer();
    var reader = new RuleReader();
    try (ProgressLine progress = ReportOptions.progress(spec.commandLine())) {
      texts.forEach((language, all) -> run(analyzer, reader, all, round));
      report
          .parameter("rounds", rounds)
          .column("language", "language")
          .column("textsPerSecond", "texts/s")
          .column("textsPerCpuSecond", "texts/CPU s");
      for (int i = 0; i < rounds; i++) {
        progress.at((double) i / rounds, "round " + (i + 1));
        texts.forEach(
            (language, all) -> {
              Speed speed = run(analyzer, reader, all, round);
              report
                  .row()
                  .put("language", language)
                  .put("textsPerSecond", speed.textsPerSecond())
                  .put("textsPerCpuSecond", speed.textsPerCpuSecond());
            });
      }
    }
    report.count("heapMegabytesOfModels", Math.round(heapMegabytes() - before));
    report.note("One thread; heapMegabytesOfModels is what it holds after a collection.");
    options.publish(spec.commandLine(), report, List.of());
    return 0;
  }

  private static Speed run(
      TextAnalyzer analyzer, RuleReader reader, List<String> texts, Duration round) {
    var threads = ManagementFactory.getThreadMXBean();
    long cpu = threads.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    long end = start + round.toNanos();
    long count = 0;
    double sum = 0; // so that nothing is left out
    while (System.nanoTime() < end) {
      for (String text : texts) {
        sum += reader.read(analyzer.analyze(text)).sentiment();
        count++;
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuSeconds = (threads.getCurrentThreadCpuTime() - cpu) / 1e9;
    if (!Double.isFinite(sum)) {
      throw new CommandFailedException("the sentiments of the texts sum to " + sum);
    }
    return new Speed(count / seconds, count / cpuSeconds);
  }

  private static double heapMegabytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE;
  }

  private static List<String> texts(Optional<Path> file, String bundled) {
    try (InputStream in =
        file.isPresent()
            ? Files.newInputStream(file.get())
            : TextBenchmark.class.getResourceAsStream(bundled)) {
      List<String> lines =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank())
              .toList();
      if (lines.isEmpty()) {
        throw new CommandFailedException(file.get() + " has no lines; give one text a line");
      }
      return lines;
    } catch (IOException e) {
      throw new CommandFailedException("cannot read texts: " + e.getMessage(), e);
    }
  }
}
