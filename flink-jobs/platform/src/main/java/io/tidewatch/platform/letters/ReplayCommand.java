package io.tidewatch.platform.letters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.kafka.RecordJson;
import io.tidewatch.platform.options.ConnectionOptions;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.platform.terminal.ProgressLine;
import io.tidewatch.platform.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends refused records again. */
@Command(
    name = "replay",
    description = {
      "Sends refused events again, mended if asked, each once: what was sent before is left out.",
      "They count as received now. Exit code 1 if one would be refused again or is not there; the"
          + " others are sent nevertheless."
    },
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  private static final int SHOWN = 10;

  @Spec private CommandSpec spec;
  @Mixin private ConnectionOptions connection;
  @Mixin private LetterFilter filter;

  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description = "Which, as dead-letters list prints them.")
  private List<String> ids = List.of();

  @Option(names = "--all", description = "All that match the other options.")
  private boolean all;

  @Option(
      names = "--set",
      paramLabel = "FIELD=EXPR",
      description = {
        "Give a field another value: a CEL expression over the record, such as",
        "--set \"currency=record.currency.upperAscii()\". Again for further fields."
      })
  private List<String> changes = List.of();

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description = "What the record should have been, as JSON; for one ID.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--dry-run",
      description = "Send nothing, and print what would be sent, one JSON document per line.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print what was done as one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    check();
    List<Correction> corrections = corrections();
    Configuration kafka = connection.connection().configuration();
    List<Letter> letters = new ArrayList<>();
    Set<String> missing = new TreeSet<>(ids);
    filter.read(
        kafka,
        letter -> {
          if (ids.isEmpty() || missing.remove(letter.id())) {
            letters.add(letter);
          }
        });
    Replayer.Result result;
    try (Replayer replayer = new Replayer(kafka, given(), corrections, dryRun ? show() : null);
        ProgressLine line =
            new ProgressLine(Terminal.err(spec.commandLine().getErr()), "dead-letters replay")) {
      for (int i = 0; i < letters.size(); i++) {
        replayer.replay(letters.get(i));
        line.at((i + 1) / (double) letters.size(), letters.get(i).id());
      }
      result = replayer.finish();
    }
    missing.forEach(id -> result.refused.put(id, "there is no such dead letter"));
    report(result);
    return result.refused.isEmpty() ? 0 : 1;
  }

  private void check() {
    if (ids.isEmpty() && !all && !filter.chosen()) {
      throw new ParameterException(
          spec.commandLine(), "say which: IDs, --topic, --reason, --since, or --all");
    }
    if (file.isPresent() && ids.size() != 1) {
      throw new ParameterException(
          spec.commandLine(), "--record is for one ID, and " + ids.size() + " were given");
    }
  }

  private List<Correction> corrections() {
    try {
      return changes.stream().map(Correction::of).toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--set " + e.getMessage(), e);
    }
  }

  private Optional<JsonNode> given() {
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ObjectMapper().readTree(file.get().toFile()));
    } catch (IOException e) {
      throw new CommandFailedException(
          "--record " + file.get() + " cannot be read as JSON: " + e.getMessage());
    }
  }

  private BiConsumer<String, SpecificRecord> show() {
    PrintWriter out = spec.commandLine().getOut();
    return (id, record) -> {
      ObjectNode line = Json.object().put("id", id);
      line.set("record", RecordJson.of(record));
      out.println(Json.line(line));
    };
  }

  private void report(Replayer.Result result) {
    PrintWriter out = dryRun ? spec.commandLine().getErr() : spec.commandLine().getOut();
    if (json) {
      ObjectNode root =
          Json.object()
              .put("dryRun", dryRun)
              .put("replayed", result.replayed)
              .put("replayedBefore", result.before);
      ObjectNode refused = root.putObject("refused");
      result.refused.forEach(refused::put);
      out.println(dryRun ? Json.line(root) : Json.pretty(root));
      return;
    }
    out.printf(
        "%s %,d, sent before %,d, refused %,d%n",
        dryRun ? "would send" : "sent again",
        result.replayed,
        result.before,
        result.refused.size());
    result.refused.entrySet().stream()
        .limit(SHOWN)
        .forEach(entry -> out.printf("  %s: %s%n", entry.getKey(), entry.getValue()));
    if (result.refused.size() > SHOWN) {
      out.printf("  and %,d more; --json lists them%n", result.refused.size() - SHOWN);
    }
  }
}
