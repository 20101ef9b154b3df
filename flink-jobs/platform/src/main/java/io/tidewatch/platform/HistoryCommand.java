package io.tidewatch.platform;

import io.tidewatch.connectors.history.DataSet;
import io.tidewatch.connectors.history.EventFiles;
import io.tidewatch.schemas.Topic;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Works on histories of events. */
@Command(
    name = "history",
    description = "Writes public data sets as files of events.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class HistoryCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command");
  }

  @Command(
      name = "export",
      description =
          "Writes a data set as Avro files, one per topic, which train --history and replay read.",
      mixinStandardHelpOptions = true)
  int export(
      @Mixin HistoryOptions history,
      @Option(
              names = "--out",
              required = true,
              paramLabel = "DIR",
              description = "Folder to write to; created if absent.")
          Path out) {
    DataSet dataSet =
        history
            .dataSet()
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.subcommands().get("export"), "missing option --set NAME"));
    Map<Topic, Long> written = EventFiles.write(out, dataSet.events());
    written.forEach(
        (topic, count) ->
            spec.commandLine()
                .getOut()
                .println(
                    topic.topicName()
                        + " "
                        + count
                        + (dataSet.simulatedTopics().contains(topic) ? " (simulated)" : "")));
    return 0;
  }
}
