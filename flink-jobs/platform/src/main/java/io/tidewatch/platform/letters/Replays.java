package io.tidewatch.platform.letters;

import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.schemas.DeadLetterReplay;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;

/** Which letters were sent again already. */
final class Replays {
  private static final Duration POLL = Duration.ofMillis(200);

  private Replays() {}

  /** Returns the times at which letters were sent again, by the id of the letter. */
  static Map<String, Instant> read(Configuration kafka) {
    Map<String, Instant> replays = new HashMap<>();
    try (RecordConsumer consumer =
        RecordConsumer.fromBeginning(kafka, List.of(Topic.DEAD_LETTER_REPLAYS))) {
      while (!consumer.atEnd()) {
        consumer
            .poll(POLL)
            .forEach(
                consumed ->
                    consumed
                        .record()
                        .map(DeadLetterReplay.class::cast)
                        .ifPresent(
                            replay -> replays.put(replay.getLetter(), replay.getReplayedAt())));
      }
    }
    return replays;
  }
}
