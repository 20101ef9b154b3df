package io.tidewatch.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.files.FileImport;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.platform.files.MappingFile;
import io.tidewatch.platform.options.ConnectionOptions;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.platform.terminal.ProgressLine;
import io.tidewatch.platform.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends the rows of a file to a topic of events. */
@Command(
    name = "import",
    description =
        "Sends the rows of a CSV or JSON-lines file to a topic of events."
            + " docs/how-to/import-files.md shows a mapping.",
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
  private static final int SOME_REFUSED = 1;

  @Spec private CommandSpec spec;
  @Mixin private ConnectionOptions connection;

  @Parameters(
      paramLabel = "FILE",
      description =
          "CSV with a header, or, with the ending .jsonl, .ndjson or .json, one JSON object a line.")
  private Path file;

  @Option(
      names = "--mapping",
      required = true,
      paramLabel = "FILE",
      description = "Which columns become which fields, key=value lines or flat YAML.")
  private Path mapping;

  @Option(
      names = "--errors",
      paramLabel = "FILE",
      description =
          "Gets line and reason of each row that was refused, as CSV. Default: beside the file, with"
              + " .errors.csv behind its name.")
  private Optional<Path> errors = Optional.empty();

  @Option(names = "--dry-run", description = "Check all rows, and send none.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print the counts as one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new CommandFailedException(file + " is no file");
    }
    MappingFile read = MappingFile.read(mapping);
    Path report = errors.orElse(file.resolveSibling(file.getFileName() + ".errors.csv"));
    requireNoInput(report);
    FileImport.Result result;
    try (ProgressLine line =
        new ProgressLine(Terminal.err(spec.commandLine().getErr()), "import")) {
      FileImport files = new FileImport(read.mapping(), read.separator(), Clock.systemUTC());
      if (dryRun) {
        result = files.run(file, Optional.empty(), report, done -> line.at(done, ""));
      } else {
        try (RecordProducer producer =
            new RecordProducer(connection.connection().configuration())) {
          result = files.run(file, Optional.of(producer), report, done -> line.at(done, ""));
        }
      }
    }
    print(result, read, report);
    return result.refused() == 0 ? 0 : SOME_REFUSED;
  }

  /** The report takes the place of a file of its name, so that name must not be an input's. */
  private void requireNoInput(Path report) throws IOException {
    for (Path input : List.of(file, mapping)) {
      if (Files.exists(report) && Files.isSameFile(report, input)) {
        throw new CommandFailedException(
            "--errors " + report + " would overwrite " + input + "; name another file");
      }
    }
  }

  private void print(FileImport.Result result, MappingFile read, Path report) {
    PrintWriter out = spec.commandLine().getOut();
    String topic = read.mapping().topic().topicName();
    if (json) {
      ObjectNode counts = Json.object();
      counts.put("topic", topic);
      counts.put("imported", result.imported());
      counts.put("refused", result.refused());
      counts.put("dryRun", dryRun);
      out.println(Json.pretty(counts));
    } else {
      out.println(topic + " " + result.imported() + (dryRun ? " could be imported" : ""));
    }
    if (result.refused() > 0) {
      spec.commandLine().getErr().println(result.refused() + " rows were refused; see " + report);
    }
  }
}
