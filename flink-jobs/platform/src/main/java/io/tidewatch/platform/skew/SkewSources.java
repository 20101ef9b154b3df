package io.tidewatch.platform.skew;

import io.tidewatch.connectors.history.EventFiles;
import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.CustomerKeys;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.SharedKeys;
import io.tidewatch.connectors.kafka.Validation;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.Topic;
import io.tidewatch.training.skew.SkewMeter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.Configuration;

/** Fills a skew meter from the topics, and from files where there is a longer history. */
final class SkewSources {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final List<Topic> EVENTS =
      List.of(
          Topic.CLICKSTREAM,
          Topic.PURCHASES,
          Topic.TICKETS,
          Topic.CUSTOMERS,
          Topic.OUTCOMES,
          Topic.ERASURES,
          Topic.IDENTITIES);

  private final Configuration config;
  private final Optional<Path> history;

  /**
   * @param history folder of Avro files; the topics if empty
   */
  SkewSources(Configuration config, Optional<Path> history) {
    this.config = config;
    this.history = history;
  }

  /**
   * Reads events and decisions.
   *
   * @param since decisions older than this are left out
   */
  void fill(SkewMeter meter, Optional<Instant> since) {
    // Decisions first: their events are on the topics already.
    fillDecisions(meter, since);
    if (history.isPresent()) {
      try (Stream<Event> events = EventFiles.read(history.get())) {
        events.forEach(meter::event);
      }
    } else {
      try (SharedKeys keys = SharedKeys.of(config);
          RecordConsumer consumer = RecordConsumer.fromBeginning(config, EVENTS)) {
        drain(consumer, consumed -> event(consumed, keys).ifPresent(meter::event));
      }
    }
  }

  private void fillDecisions(SkewMeter meter, Optional<Instant> since) {
    List<Topic> log = List.of(Topic.DECISION_LOG);
    try (RecordConsumer consumer =
        since.isPresent()
            ? RecordConsumer.since(config, log, since.get())
            : RecordConsumer.fromBeginning(config, log)) {
      drain(
          consumer,
          consumed -> {
            // Records of version 1 may share the features of another one.
            if (consumed.record().orElse(null) instanceof DecisionRecord record
                && !record.getFeatures().isEmpty()) {
              meter.decision(record);
            }
          });
    }
  }

  /** What the job would have folded: the rest is on dead-letters. */
  private static Optional<Event> event(ConsumedRecord consumed, SharedKeys keys) {
    return consumed
        .record()
        .filter(record -> Validation.check(record, Instant.now()).isEmpty())
        .map(record -> isEncrypted(record) ? keys.get().decrypt(record) : record)
        .filter(record -> !isEncrypted(record))
        .map(Event::of)
        .filter(event -> event.customerId().equals(consumed.key()));
  }

  private static boolean isEncrypted(SpecificRecord record) {
    return record instanceof TicketEvent ticket && CustomerKeys.isEncrypted(ticket.getText());
  }

  private static void drain(RecordConsumer consumer, Consumer<ConsumedRecord> each) {
    do {
      consumer.poll(POLL).forEach(each);
    } while (!consumer.atEnd());
  }
}
