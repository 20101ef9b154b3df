package io.tidewatch.platform.chaos;

import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.Configuration;

/**
 * The dead letters that a reader of committed records sees.
 *
 * @param distinct records that were refused
 * @param again dead letters of a record that has one already
 */
record DeadLetterCount(long distinct, long again) {
  private static final Duration POLL = Duration.ofMillis(200);

  private record Origin(String topic, int partition, long offset) {}

  /** Counts them. */
  static DeadLetterCount read(Configuration kafka) {
    Set<Origin> origins = new HashSet<>();
    long[] all = {0};
    try (RecordConsumer consumer =
        RecordConsumer.fromBeginning(kafka, List.of(Topic.DEAD_LETTERS))) {
      while (!consumer.atEnd()) {
        consumer
            .poll(POLL)
            .forEach(
                consumed ->
                    consumed
                        .record()
                        .map(DeadLetter.class::cast)
                        .ifPresent(
                            letter -> {
                              all[0]++;
                              origins.add(
                                  new Origin(
                                      letter.getTopic(),
                                      letter.getPartition(),
                                      letter.getOffset()));
                            }));
      }
    }
    return new DeadLetterCount(origins.size(), all[0] - origins.size());
  }
}
