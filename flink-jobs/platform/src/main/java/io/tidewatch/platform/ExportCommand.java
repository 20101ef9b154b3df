package io.tidewatch.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.files.TopicExport;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.platform.options.ConnectionOptions;
import io.tidewatch.platform.privacy.CustomerExport;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.platform.terminal.ProgressLine;
import io.tidewatch.platform.terminal.Terminal;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes what a topic holds to a Parquet file, or what all topics hold of a customer to JSON. */
@Command(
    name = "export",
    description = {
      "Writes the records that a topic holds to a Parquet file, a row a record.",
      "With --customer: writes all that the topics hold of one customer to a JSON file."
    },
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  private static final int SOME_UNDECODABLE = 1;

  @Spec private CommandSpec spec;
  @Mixin private ConnectionOptions connection;

  @Parameters(
      paramLabel = "TOPIC",
      arity = "0..1",
      completionCandidates = TailCommand.TopicNames.class,
      description = "One of: ${COMPLETION-CANDIDATES}.")
  private String topicName;

  @Option(
      names = "--customer",
      paramLabel = "ID",
      description = "In place of a topic: one customer, with the visitors who were linked.")
  private Optional<String> customer = Optional.empty();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file, such as purchases.parquet or customer.json.")
  private Path out;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Only records that were written to the topic since, such as 2026-01-31T12:00:00Z."
              + " Default: all.")
  private Optional<Instant> since = Optional.empty();

  @Option(names = "--max", paramLabel = "N", description = "End after so many records.")
  private long max = Long.MAX_VALUE;

  @Option(names = "--force", description = "Replace the file if there is one.")
  private boolean force;

  @Option(names = "--json", description = "Print the counts as one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (customer.isPresent() == (topicName != null)) {
      throw new ParameterException(spec.commandLine(), "name either a topic or --customer ID");
    }
    if (customer.isPresent()) {
      return customer(customer.get());
    }
    Topic topic = topic();
    requirePlace();
    Configuration config = connection.connection().configuration();
    TopicExport.Result result;
    try (RecordConsumer consumer =
            since
                .map(time -> RecordConsumer.since(config, List.of(topic), time))
                .orElseGet(() -> RecordConsumer.fromBeginning(config, List.of(topic)));
        ProgressLine line = new ProgressLine(Terminal.err(spec.commandLine().getErr()), "export")) {
      result = new TopicExport(topic, max).run(consumer, out, done -> line.at(done, ""));
    }
    print(result);
    return result.undecodable() == 0 ? 0 : SOME_UNDECODABLE;
  }

  private Integer customer(String id) throws IOException {
    requirePlace();
    Configuration config = connection.connection().configuration();
    try (ProgressLine line =
        new ProgressLine(Terminal.err(spec.commandLine().getErr()), "export")) {
      CustomerExport export = new CustomerExport(config, id);
      long records = export.write(id, out, line::at);
      spec.commandLine().getOut().println(records + " records to " + out);
      if (export.unreadable() > 0) {
        spec.commandLine()
            .getErr()
            .println(
                export.unreadable()
                    + " of them are encrypted by a master key that is not here; name it by"
                    + " --master-key-file FILE");
      }
    }
    return 0;
  }

  private Topic topic() {
    if (max < 1) {
      throw new ParameterException(spec.commandLine(), "--max " + max + " must be at least 1");
    }
    try {
      return Topic.named(topicName);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void requirePlace() {
    Path folder = out.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new CommandFailedException(
          "--out " + out + ": there is no folder " + folder + "; make it first");
    }
    if (Files.isDirectory(out)) {
      throw new CommandFailedException("--out " + out + " is a folder; name a file in it");
    }
    if (Files.exists(out) && !force) {
      throw new CommandFailedException(
          "--out " + out + " exists already; --force replaces it, or name another file");
    }
  }

  private void print(TopicExport.Result result) {
    PrintWriter printer = spec.commandLine().getOut();
    if (json) {
      ObjectNode counts = Json.object();
      counts.put("topic", topicName);
      counts.put("file", out.toString());
      counts.put("exported", result.exported());
      counts.put("removals", result.removals());
      counts.put("undecodable", result.undecodable());
      printer.println(Json.pretty(counts));
    } else {
      printer.println(topicName + " " + result.exported() + " to " + out);
    }
    if (result.undecodable() > 0) {
      spec.commandLine()
          .getErr()
          .println(
              "%d records cannot be decoded and are no rows; ./tidewatch tail %s --from-beginning says why"
                  .formatted(result.undecodable(), topicName));
    }
  }
}
