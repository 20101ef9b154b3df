package io.tidewatch.platform.letters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.kafka.RecordJson;
import io.tidewatch.platform.options.ConnectionOptions;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one refused record. */
@Command(
    name = "show",
    description =
        "Prints a dead letter and the record that was refused as JSON. It may hold personal data.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConnectionOptions connection;

  @Parameters(paramLabel = "ID", description = "As dead-letters list prints it.")
  private String id;

  @Option(
      names = "--record",
      description = "Print the record alone, to be mended and given to replay --record.")
  private boolean recordOnly;

  @Override
  public Integer call() {
    Configuration kafka = connection.connection().configuration();
    Letter letter = find(kafka, id);
    Optional<JsonNode> record;
    try (Mending mending = new Mending(kafka)) {
      record = mending.record(letter);
    }
    if (recordOnly) {
      spec.commandLine()
          .getOut()
          .println(
              Json.pretty(
                  record.orElseThrow(
                      () ->
                          new CommandFailedException(
                              "the record of "
                                  + id
                                  + " cannot be decoded, or its topic has it no more: "
                                  + letter.content().getDetail()))));
      return 0;
    }
    ObjectNode shown = Json.object().put("id", letter.id());
    Instant replayedAt = Replays.read(kafka).get(letter.id());
    shown.put("replayedAt", replayedAt == null ? null : replayedAt.toString());
    shown.set("letter", RecordJson.of(letter.content()));
    shown.set("record", record.orElse(null));
    spec.commandLine().getOut().println(Json.pretty(shown));
    return 0;
  }

  private static Letter find(Configuration kafka, String id) {
    Letter[] found = {null};
    new LetterFilter()
        .read(
            kafka,
            letter -> {
              if (letter.id().equals(id)) {
                found[0] = letter;
              }
            });
    if (found[0] == null) {
      throw new CommandFailedException(
          "there is no dead letter " + id + "; dead-letters list shows which there are");
    }
    return found[0];
  }
}
