package io.tidewatch.platform.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.history.RecordFiles;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.platform.terminal.ProgressLine;
import io.tidewatch.platform.terminal.Terminal;
import io.tidewatch.schemas.Topic;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes what policies are judged by to files. */
@Command(
    name = "export",
    description =
        "Writes decisions, offers and what came of them to Avro files, one for each topic, by which"
            + " policy report and policy evaluate can judge (--log). They hold personal data.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  private static final List<Topic> TOPICS =
      List.of(
          Topic.OFFERS,
          Topic.OFFER_BELIEFS,
          Topic.DECISION_LOG,
          Topic.NEXT_BEST_OFFERS,
          Topic.OUTCOMES,
          Topic.PURCHASES);

  @Spec private CommandSpec spec;
  @Mixin private LogSource source;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      required = true,
      description = "Where to write; created if absent, files of an earlier export are replaced.")
  private Path to;

  @Override
  public Integer call() {
    ObjectNode counts = Json.object();
    try (ProgressLine line =
        new ProgressLine(Terminal.err(spec.commandLine().getErr()), "policy export")) {
      for (int i = 0; i < TOPICS.size(); i++) {
        Topic topic = TOPICS.get(i);
        line.at(i / (double) TOPICS.size(), topic.topicName());
        counts.put(
            topic.topicName(), RecordFiles.write(to, topic, each -> source.read(topic, each)));
      }
    }
    spec.commandLine().getOut().println(Json.pretty(counts));
    return 0;
  }
}
