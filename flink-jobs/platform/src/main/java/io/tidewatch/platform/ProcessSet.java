package io.tidewatch.platform;

import io.tidewatch.training.Progress;
import io.tidewatch.training.process.ProcessReport;
import io.tidewatch.training.process.ProcessSuite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A published log of tickets that {@code evaluate helpdesk} measures on. Immutable. */
final class ProcessSet {
  private static final Map<String, String> PUBLISHED =
      new TreeMap<>(Map.of("helpdesk", "helpdesk.csv", "bpi13", "bpi_13_incidents.csv"));

  private final String option;
  private final String file;
  private final CommandLine command;

  private ProcessSet(String option, String file, CommandLine command) {
    this.option = option;
    this.file = file;
    this.command = command;
  }

  /**
   * Finds a set by its name in commands.
   *
   * @throws ParameterException if there is none of that name
   */
  static ProcessSet named(String option, CommandLine command) {
    String file = PUBLISHED.get(option);
    if (file == null) {
      throw new ParameterException(
          command, "--set " + option + " must be one of " + PUBLISHED.keySet());
    }
    return new ProcessSet(option, file, command);
  }

  /** Returns the name in commands. */
  String option() {
    return option;
  }

  /**
   * Learns and measures.
   *
   * @param data the log, or the folder that it lies in, to be split
   * @param train log to learn from, if there is no data
   * @param test log to measure on, if there is no data
   * @throws ParameterException if it is not said what to learn from and what to measure on
   */
  ProcessReport evaluate(
      Optional<Path> data,
      Optional<Path> train,
      Optional<Path> test,
      int seeds,
      Progress progress) {
    if (data.isPresent() == train.isPresent() || train.isPresent() != test.isPresent()) {
      throw new ParameterException(
          command,
          "evaluate helpdesk needs either --data FILE, whose last third of cases is measured on, or"
              + " --train FILE --test FILE ("
              + file
              + "; docs/data-sources.md says where it is published)");
    }
    return data.isPresent()
        ? ProcessSuite.split(inside(data.get()), seeds, progress)
        : ProcessSuite.files(train.orElseThrow(), test.orElseThrow(), seeds, progress);
  }

  /** Returns a file, or that of the set in a folder, where it may be compressed. */
  private Path inside(Path given) {
    if (!Files.isDirectory(given)) {
      return given;
    }
    Path plain = given.resolve(file);
    return Files.exists(plain) ? plain : given.resolve(file + ".gz");
  }
}
