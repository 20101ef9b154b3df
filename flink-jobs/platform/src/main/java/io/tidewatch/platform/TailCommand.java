package io.tidewatch.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.RecordJson;
import io.tidewatch.platform.options.ConnectionOptions;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.schemas.Topic;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the records of a topic as they come. */
@Command(
    name = "tail",
    description = "Prints the decoded records of a topic, one JSON document per line.",
    mixinStandardHelpOptions = true)
final class TailCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(200);

  @Spec private CommandSpec spec;
  @Mixin private ConnectionOptions connection;

  @Parameters(
      paramLabel = "TOPIC",
      completionCandidates = TopicNames.class,
      description = "One of: ${COMPLETION-CANDIDATES}.")
  private String topicName;

  @Option(
      names = "--from-beginning",
      description = "Begin with the oldest record instead of the next one.")
  private boolean fromBeginning;

  @Option(
      names = "--max",
      paramLabel = "N",
      description = "End after so many records. Default: go on until interrupted.")
  private long max = Long.MAX_VALUE;

  @Option(
      names = "--until-end",
      description = "End when everything that is there has been printed.")
  private boolean untilEnd;

  @Option(
      names = "--with-metadata",
      description = "Put key, partition and offset before each record.")
  private boolean withMetadata;

  @Override
  public Integer call() {
    Topic topic = topic();
    Configuration config = connection.connection().configuration();
    try (RecordConsumer consumer =
        fromBeginning
            ? RecordConsumer.fromBeginning(config, List.of(topic))
            : RecordConsumer.fromEnd(config, List.of(topic))) {
      print(consumer);
    }
    return 0;
  }

  private Topic topic() {
    try {
      return Topic.named(topicName);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void print(RecordConsumer consumer) {
    PrintWriter out = spec.commandLine().getOut();
    long left = max;
    while (left > 0 && !out.checkError()) {
      for (ConsumedRecord consumed : consumer.poll(POLL)) {
        if (left > 0 && consumed.kind() != ConsumedRecord.Kind.HEARTBEAT) {
          out.println(line(consumed));
          left--;
        }
      }
      if (untilEnd && consumer.atEnd()) {
        return;
      }
    }
  }

  private String line(ConsumedRecord consumed) {
    ObjectNode body =
        consumed
            .record()
            .map(RecordJson::of)
            .orElseGet(
                () ->
                    Json.object()
                        .put("key", consumed.key())
                        .put("kind", consumed.kind().name())
                        .put("problem", consumed.problem().orElse(null)));
    if (!withMetadata) {
      return Json.line(body);
    }
    ObjectNode all = Json.object();
    all.put("key", consumed.key());
    all.put("partition", consumed.partition());
    all.put("offset", consumed.offset());
    all.put("timestamp", consumed.timestamp().toString());
    all.set("record", body);
    return Json.line(all);
  }

  /** Names for the help text. */
  static final class TopicNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Topic.values()).map(Topic::topicName).iterator();
    }
  }
}
