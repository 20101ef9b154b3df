package io.tidewatch.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.history.DataSet;
import io.tidewatch.connectors.history.EventFiles;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.platform.options.ConnectionOptions;
import io.tidewatch.platform.replay.Replay;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.platform.terminal.ProgressLine;
import io.tidewatch.platform.terminal.Terminal;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Feeds events of a file or data set into the topics. */
@Command(
    name = "replay",
    description = "Feeds recorded events into the topics of a running platform.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConnectionOptions connection;
  @Mixin private HistoryOptions history;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "Avro file of events, or a folder of such files, as history export writes it.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--speed",
      paramLabel = "FACTOR",
      description =
          "Seconds of the history per second: 1 is real time, 86400 a day a second."
              + " Default: as fast as possible.")
  private double speed = Replay.UNLIMITED;

  @Option(
      names = "--with-offers",
      description = "Send the data set's offers to the topic offers first.")
  private boolean withOffers;

  @Option(names = "--json", description = "Print the counts as one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Optional<DataSet> dataSet = history.dataSet();
    if (file.isPresent() == dataSet.isPresent()) {
      throw new ParameterException(spec.commandLine(), "give either a FILE or --set NAME");
    }
    file.filter(path -> !Files.exists(path))
        .ifPresent(
            path -> {
              throw new CommandFailedException(path + " does not exist");
            });
    long total;
    try (Stream<Event> events = open(dataSet)) {
      total = events.count();
    }
    try (Stream<Event> events = open(dataSet);
        RecordProducer producer = new RecordProducer(connection.connection().configuration());
        ProgressLine line = new ProgressLine(Terminal.err(spec.commandLine().getErr()), "replay")) {
      if (withOffers) {
        dataSet.ifPresent(set -> set.offers().forEach(producer::send));
      }
      Replay replay = new Replay(producer, speed, Duration.ofHours(6));
      Map<Topic, Long> produced =
          replay.run(
              events.iterator(),
              (sent, at) -> line.at((double) sent / total, Micros.toInstant(at).toString()));
      print(produced);
    }
    return 0;
  }

  private Stream<Event> open(Optional<DataSet> dataSet) {
    return dataSet.map(DataSet::events).orElseGet(() -> EventFiles.read(file.orElseThrow()));
  }

  private void print(Map<Topic, Long> produced) {
    if (json) {
      ObjectNode counts = Json.object();
      produced.forEach((topic, count) -> counts.put(topic.topicName(), count));
      spec.commandLine().getOut().println(Json.pretty(counts));
    } else {
      produced.forEach(
          (topic, count) -> spec.commandLine().getOut().println(topic.topicName() + " " + count));
    }
  }
}
