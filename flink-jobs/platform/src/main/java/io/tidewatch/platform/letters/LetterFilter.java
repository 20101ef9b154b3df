package io.tidewatch.platform.letters;

import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Option;

/** Which letters are meant, as options of a command. */
final class LetterFilter {
  private static final Duration POLL = Duration.ofMillis(200);

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description = "Only records that came from this topic, such as purchases or collector.")
  private Optional<String> topic = Optional.empty();

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "Only records that were refused for this. One of ${COMPLETION-CANDIDATES}.")
  private Optional<DeadLetterReason> reason = Optional.empty();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only records that were refused since, such as 2026-01-31T12:00:00Z.")
  private Optional<Instant> since = Optional.empty();

  /** Returns whether anything was chosen. */
  boolean chosen() {
    return topic.isPresent() || reason.isPresent() || since.isPresent();
  }

  private boolean matches(Letter letter) {
    return topic.map(letter.content().getTopic()::equals).orElse(true)
        && reason.map(letter.content().getReason()::equals).orElse(true)
        && since.map(time -> !letter.content().getRefusedAt().isBefore(time)).orElse(true);
  }

  /**
   * Gives the letters that match, each once, in the order of their partitions; those that are
   * written meanwhile are left for the next time, or sending again what is refused again would
   * never end.
   *
   * @param kafka where they are
   */
  void read(Configuration kafka, Consumer<Letter> each) {
    Instant now = Instant.now();
    Set<String> seen = new HashSet<>();
    try (RecordConsumer consumer =
        RecordConsumer.fromBeginning(kafka, List.of(Topic.DEAD_LETTERS))) {
      boolean more = true;
      while (more) {
        more = !consumer.atEnd();
        consumer.poll(POLL).stream()
            .filter(consumed -> consumed.record().isPresent())
            .filter(consumed -> !consumed.timestamp().isAfter(now))
            .map(Letter::of)
            .filter(this::matches)
            .filter(letter -> seen.add(letter.id()))
            .forEach(each);
      }
    }
  }
}
