package io.tidewatch.platform.letters;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.DeadLetterReplay;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.Configuration;

/**
 * Sends refused records again, each once: a record and the note that it was sent are written in one
 * Kafka transaction, and of two replayers the one that began later goes on alone. One thread.
 */
final class Replayer implements AutoCloseable {
  private static final String NAME = "tidewatch-dead-letters";
  private static final int BATCH = 500;

  private final Configuration kafka;
  private final Optional<JsonNode> given;
  private final List<Correction> corrections;
  private final BiConsumer<String, SpecificRecord> onlyShow;
  private final Mending mending;
  private final RecordProducer producer;
  private final Map<String, Instant> replays;
  private final List<SpecificRecord> batch = new ArrayList<>();
  private final Result result = new Result();
  private NewerProfiles newerProfiles;

  /** What became of the letters. */
  static final class Result {
    /** Sent again, or what would be. */
    long replayed;

    /** Left out, because they were sent before. */
    long before;

    /** By the id of the letter, why it cannot be sent. */
    final Map<String, String> refused = new java.util.TreeMap<>();
  }

  /**
   * Connects.
   *
   * @param given replaces the record
   * @param onlyShow takes what would be sent, with the letter's id; null to send it
   */
  Replayer(
      Configuration kafka,
      Optional<JsonNode> given,
      List<Correction> corrections,
      BiConsumer<String, SpecificRecord> onlyShow) {
    this.kafka = kafka;
    this.given = given;
    this.corrections = corrections;
    this.onlyShow = onlyShow;
    this.mending = new Mending(kafka);
    this.producer = onlyShow == null ? RecordProducer.transactional(kafka, NAME) : null;
    // Only now, when no other can write any more.
    this.replays = Replays.read(kafka);
  }

  /** Takes the next letter. */
  void replay(Letter letter) {
    if (replays.containsKey(letter.id())) {
      result.before++;
      return;
    }
    try {
      accept(letter, mended(letter));
    } catch (IllegalArgumentException e) {
      result.refused.put(letter.id(), e.getMessage());
    }
  }

  private SpecificRecord mended(Letter letter) {
    if (!letter.ofEvent()) {
      throw new IllegalArgumentException(
          "a record of %s is not sent again; %s"
              .formatted(
                  letter.content().getTopic(),
                  letter.content().getTopic().equals("collector")
                      ? "post the call to the collector again"
                      : "push what it should have been"));
    }
    SpecificRecord record =
        mending.mend(letter, given, corrections, Instant.now().truncatedTo(ChronoUnit.MICROS));
    if (record instanceof CustomerProfile profile && newerProfiles(letter).has(profile)) {
      throw new IllegalArgumentException(
          "a newer profile of the customer has come since, which counts as a whole");
    }
    return record;
  }

  /** Of the first letter of a profile on: letters come about in the order of their times. */
  private NewerProfiles newerProfiles(Letter letter) {
    if (newerProfiles == null) {
      newerProfiles =
          NewerProfiles.since(kafka, letter.content().getRecordedAt().minus(1, ChronoUnit.DAYS));
    }
    return newerProfiles;
  }

  private void accept(Letter letter, SpecificRecord record) {
    result.replayed++;
    if (onlyShow != null) {
      onlyShow.accept(letter.id(), record);
      return;
    }
    List<String> changes = new ArrayList<>(corrections.stream().map(Correction::toString).toList());
    given.ifPresent(whole -> changes.add(0, "record"));
    batch.add(record);
    batch.add(
        DeadLetterReplay.newBuilder()
            .setLetter(letter.id())
            .setTopic(letter.content().getTopic())
            .setReplayedAt(Instant.now().truncatedTo(ChronoUnit.MICROS))
            .setChanges(changes)
            .build());
    if (batch.size() >= BATCH) {
      send();
    }
  }

  private void send() {
    if (!batch.isEmpty()) {
      producer.atomically(() -> batch.forEach(producer::send));
      batch.clear();
    }
  }

  /** Sends what waits, and says what became of all. */
  Result finish() {
    send();
    return result;
  }

  @Override
  public void close() {
    mending.close();
    if (producer != null) {
      producer.close();
    }
  }
}
