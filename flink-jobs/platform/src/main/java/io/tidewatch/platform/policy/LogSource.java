package io.tidewatch.platform.policy;

import io.tidewatch.connectors.history.RecordFiles;
import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.platform.options.ConnectionOptions;
import io.tidewatch.schemas.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where commands read what the job decided and what came of it: the topics, or an export. */
final class LogSource {
  private static final Duration POLL = Duration.ofMillis(200);

  @Mixin private ConnectionOptions connection;

  @Option(
      names = "--log",
      paramLabel = "DIR",
      description =
          "Folder that ./tidewatch policy export wrote, or any other of Avro files named after the"
              + " topics. Default: the topics themselves.")
  private Optional<Path> log = Optional.empty();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Read no records of the topics older than this, such as 2017-10-01T00:00:00Z. Default:"
              + " all that they hold.")
  private Optional<Instant> since = Optional.empty();

  /** Returns a producer for the platform whose topics are read. */
  RecordProducer producer() {
    return new RecordProducer(connection.connection().configuration());
  }

  /**
   * Gives every record of a topic; what cannot be decoded lies on dead-letters and is passed by.
   */
  void read(Topic topic, Consumer<SpecificRecord> each) {
    if (log.isPresent()) {
      RecordFiles.read(log.get(), topic, each);
      return;
    }
    Configuration config = connection.connection().configuration();
    List<Topic> topics = List.of(topic);
    try (RecordConsumer consumer =
        since.isPresent() && topic.cleanup() == Topic.Cleanup.DELETE
            ? RecordConsumer.since(config, topics, since.get())
            : RecordConsumer.fromBeginning(config, topics)) {
      do {
        for (ConsumedRecord consumed : consumer.poll(POLL)) {
          consumed.record().ifPresent(each);
        }
      } while (!consumer.atEnd());
    }
  }
}
