package io.tidewatch.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tidewatch.benchmarks.pipeline.Venues;
import io.tidewatch.platform.Tidewatch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The command and what the documents say about it. */
final class BenchCommandTest {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
  private static final Pattern COMMAND = Pattern.compile("(?m)^ *\\./tidewatch (bench .*)$");

  @AutoClose private final Venues venues = new Venues();

  @Test
  void helpListsEveryBenchmarkWithItsTime() {
    assertThat(run("bench", "--help"))
        .contains("kernel", "throughput", "growth", "latency", "soak", "About 7 minutes");
  }

  @Test
  void platformsOwnCommandsAreThereToo() {
    assertThat(run("--help")).contains("bench", "demo", "train");
  }

  @Test
  void commandsInDocumentsParse() throws IOException {
    for (Path document : documents()) {
      List<String> commands =
          COMMAND.matcher(Files.readString(document)).results().map(this::arguments).toList();
      for (String command : commands) {
        assertThatCode(
                () ->
                    Tidewatch.commandLine(BenchCommand.on(venues))
                        .parseArgs(command.trim().split(" +")))
            .as(ROOT.relativize(document) + ": " + command)
            .doesNotThrowAnyException();
      }
    }
    assertThat(ROOT.resolve("flink-jobs/benchmarks/README.md")).content().containsPattern(COMMAND);
  }

  private String arguments(MatchResult match) {
    return match.group(1).replaceAll("\\s+[#>|].*", "");
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !ROOT.relativize(file).toString().matches(".*\\btarget\\b.*"))
          .toList();
    }
  }

  private String run(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        Tidewatch.execute(
            Tidewatch.commandLine(BenchCommand.on(venues)),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            args);
    assertThat(code).as(err.toString()).isZero();
    return out.toString();
  }
}
