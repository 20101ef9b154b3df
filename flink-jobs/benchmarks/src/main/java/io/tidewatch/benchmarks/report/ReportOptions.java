package io.tidewatch.benchmarks.report;

import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.platform.terminal.ProgressLine;
import io.tidewatch.platform.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options that every benchmark has, and what they do to its report. */
public final class ReportOptions {
  /** Set by the launcher: the folder of the source tree. */
  private static final String ROOT = "tidewatch.root";

  @Option(names = "--json", description = "Print one JSON document instead of tables.")
  private boolean json;

  @Option(
      names = "--plots",
      paramLabel = "DIR",
      description =
          "Folder for the plots, as SVG. Default: docs/benchmarks of the source tree; none with"
              + " --quick.")
  private Optional<Path> plots = Optional.empty();

  @Option(
      names = "--quick",
      description = "Run a short version that shows that it works; its figures mean nothing.")
  private boolean quick;

  /** Returns whether the short version is asked for. */
  public boolean quick() {
    return quick;
  }

  /** Opens a progress line on standard error. */
  public static ProgressLine progress(CommandLine command) {
    return new ProgressLine(Terminal.err(command.getErr()), "bench " + command.getCommandName());
  }

  /**
   * Draws the plots and prints the report on standard output.
   *
   * @param command the benchmark's
   * @param drawings plots in order; written as {@code NAME-PLOT.svg}
   */
  public void publish(CommandLine command, BenchReport report, List<Plot> drawings) {
    Optional<Path> folder = folder();
    if (folder.isPresent()) {
      draw(report, drawings, folder.get());
    }
    if (quick) {
      report.note("--quick: these figures show that the benchmark works and nothing else.");
    }
    command.getOut().println(json ? Json.pretty(report.json()) : report.text());
    command.getOut().flush();
  }

  private Optional<Path> folder() {
    if (plots.isPresent() || quick) {
      return plots;
    }
    return Optional.ofNullable(System.getProperty(ROOT))
        .map(root -> Path.of(root, "docs", "benchmarks"));
  }

  private static void draw(BenchReport report, List<Plot> drawings, Path folder) {
    try {
      Files.createDirectories(folder);
      for (Plot plot : drawings) {
        String file = report.name() + "-" + plot.name() + ".svg";
        Files.writeString(folder.resolve(file), plot.svg());
        report.plot(file);
      }
    } catch (IOException e) {
      throw new CommandFailedException("cannot write plots to " + folder, e);
    }
  }
}
