package io.tidewatch.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.platform.Tidewatch;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.Topic;
import io.tidewatch.scoring.EventCounts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The platform with real broker, registry and job: bad records, a restart, and the bad records
 * mended and sent again.
 */
final class EmbeddedPlatformIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Instant NOON = Instant.parse("2025-06-01T12:00:00Z");

  @Test
  void refusesBadRecordsByReasonAndTakesThemMendedAfterARestart(@TempDir Path folder)
      throws Exception {
    PlatformOptions options =
        PlatformOptions.in(folder).withCheckpointEvery(Duration.ofMillis(500));
    List<DeadLetter> letters = new ArrayList<>();
    try (EmbeddedPlatform platform = EmbeddedPlatform.start(options);
        RecordProducer producer = new RecordProducer(platform.connection().configuration());
        RecordConsumer consumer =
            RecordConsumer.fromBeginning(
                platform.connection().configuration(), List.of(Topic.DEAD_LETTERS))) {
      producer.send(purchase("p1", "ada", NOON, 1_999));
      producer.send(purchase("p1", "ada", NOON, 1_999));
      producer.send(purchase("p2", "ada", NOON, -5));
      producer.send(purchase("p3", "ada", Instant.parse("1900-01-01T00:00:00Z"), 100));
      producer.send(purchase("p4", "", NOON, 100));
      byte[] key = "ada".getBytes(StandardCharsets.UTF_8);
      producer.sendBytes(Topic.PURCHASES, key, new byte[] {0, 0, 0, 0, 1, 2});
      producer.sendBytes(Topic.PURCHASES, key, new byte[] {0, 1, 2, 3, 4, 5, 6});
      producer.sendBytes(Topic.PURCHASES, key, "{}".getBytes(StandardCharsets.UTF_8));
      producer.flush();

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(platform.counts().get("purchases"))
                      .extracting(
                          EventCounts::folded, EventCounts::duplicate, EventCounts::deadLettered)
                      .containsExactly(1L, 1L, 6L));
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                for (ConsumedRecord consumed : consumer.poll(Duration.ofMillis(100))) {
                  consumed.record().map(DeadLetter.class::cast).ifPresent(letters::add);
                }
                return letters.size() >= 6;
              });
      Path checkpoint = platform.latestCheckpoint().orElse(folder);
      await("a checkpoint, much sooner than the job's default")
          .atMost(Duration.ofSeconds(15))
          .until(() -> !platform.latestCheckpoint().orElse(folder).equals(checkpoint));
    }
    assertThat(letters)
        .extracting(DeadLetter::getReason)
        .contains(
            DeadLetterReason.BAD_NUMBER,
            DeadLetterReason.BAD_TIME,
            DeadLetterReason.BAD_ID,
            DeadLetterReason.UNDECODABLE,
            DeadLetterReason.UNKNOWN_SCHEMA,
            DeadLetterReason.NOT_FRAMED);
    assertThat(letters).allMatch(letter -> letter.getTopic().equals("purchases"));

    try (EmbeddedPlatform again = EmbeddedPlatform.start(options);
        RecordProducer producer = new RecordProducer(again.connection().configuration())) {
      producer.send(purchase("p1", "ada", NOON, 1_999));
      producer.send(purchase("p5", "ada", NOON.plusSeconds(60), 500));
      producer.flush();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(again.counts().get("purchases"))
                      .extracting(EventCounts::folded, EventCounts::duplicate)
                      .containsExactly(2L, 2L));
      replaysDeadLetters(again, folder);
    }
  }

  private static void replaysDeadLetters(EmbeddedPlatform platform, Path folder) throws Exception {
    JsonNode listed = new ObjectMapper().readTree(run(platform, 0, "list", "--json"));
    assertThat(listed.get("letters")).hasSize(6);
    assertThat(run(platform, 1, "replay", "--all"))
        .contains("sent again 0, sent before 0, refused 6")
        .contains("BAD_NUMBER: amountMinor");

    String[] mended = {"replay", "--reason=bad_number", "--set=amountMinor=-record.amountMinor"};
    assertThat(run(platform, 0, mended)).contains("sent again 1, sent before 0");
    assertThat(run(platform, 0, mended)).contains("sent again 0, sent before 1");

    String nameless = id(listed, "BAD_ID");
    Path record = folder.resolve("record.json");
    Files.writeString(
        record,
        run(platform, 0, "show", nameless, "--record")
            .replace("\"customerId\" : \"\"", "\"customerId\" : \"bob\""));
    assertThat(run(platform, 0, "replay", nameless, "--record=" + record)).contains("sent again 1");

    String[] written = {
      "replay",
      id(listed, "NOT_FRAMED"),
      "--set=eventId='p6'",
      "--set=customerId='ada'",
      "--set=occurredAt='2025-06-01T12:30:00Z'",
      "--set=kind='PURCHASE'",
      "--set=orderId=record.eventId + '-order'",
      "--set=currency='eur'.upperAscii()",
      "--set=amountMinor=7"
    };
    assertThat(run(platform, 0, with("--dry-run", written)))
        .contains("\"orderId\":\"p6-order\"")
        .contains("\"currency\":\"EUR\"");
    assertThat(run(platform, 0, written)).contains("sent again 1, sent before 0");
    assertThat(run(platform, 0, "list", "--waiting")).doesNotContain(nameless);
    assertThat(run(platform, 1, "replay", "purchases/9/9")).contains("no such dead letter");

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(platform.counts().get("purchases"))
                    .extracting(
                        EventCounts::folded, EventCounts::duplicate, EventCounts::deadLettered)
                    .containsExactly(5L, 2L, 6L));
    onlyTheLastOfTwoReplayersGoesOn(platform);
  }

  private static void onlyTheLastOfTwoReplayersGoesOn(EmbeddedPlatform platform) {
    Configuration kafka = platform.connection().configuration();
    try (RecordProducer first = RecordProducer.transactional(kafka, "replayer");
        RecordProducer second = RecordProducer.transactional(kafka, "replayer")) {
      PurchaseEvent purchase = purchase("p7", "ada", NOON, 1);
      assertThatThrownBy(() -> first.atomically(() -> first.send(purchase)))
          .isInstanceOf(IllegalStateException.class);
      second.atomically(() -> second.send(purchase));
    }
  }

  private static String[] with(String more, String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = more;
    return all;
  }

  private static String id(JsonNode listed, String reason) {
    for (JsonNode letter : listed.get("letters")) {
      if (letter.get("reason").asText().equals(reason)) {
        return letter.get("id").asText();
      }
    }
    throw new AssertionError(reason + " is not in " + listed);
  }

  private static String run(EmbeddedPlatform platform, int exitCode, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of("dead-letters"));
    all.addAll(List.of(arguments));
    all.add("--kafka=" + platform.connection().bootstrapServers());
    all.add("--registry=" + platform.connection().registryUrl());
    assertThat(
            Tidewatch.execute(
                Tidewatch.commandLine(),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                all.toArray(String[]::new)))
        .as(out + "\n" + err)
        .isEqualTo(exitCode);
    return out.toString();
  }

  private static PurchaseEvent purchase(
      String eventId, String customerId, Instant at, long amountMinor) {
    return PurchaseEvent.newBuilder()
        .setEventId(eventId)
        .setCustomerId(customerId)
        .setOccurredAt(at)
        .setKind(PurchaseKind.PURCHASE)
        .setOrderId("order-" + eventId)
        .setCurrency("EUR")
        .setAmountMinor(amountMinor)
        .build();
  }
}
