package io.tidewatch.scoring;

import static io.tidewatch.scoring.TestEvents.day;
import static io.tidewatch.scoring.TestEvents.purchase;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.tidewatch.connectors.embedded.EmbeddedKafka;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.RecordEncoder;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.connectors.kafka.SchemaRegistryClient;
import io.tidewatch.connectors.kafka.TopicAdmin;
import io.tidewatch.connectors.registry.EmbeddedRegistry;
import io.tidewatch.schemas.ApprovedArticle;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.SuggestedReply;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketInsight;
import io.tidewatch.schemas.TicketKind;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts with personal data and bad texts through the whole job, on a real broker and RocksDB. */
class TicketTextsIT {
  private static final List<String> SECRETS =
      List.of("4111 1111 1111 1111", "4111111111111111", "1111 1111", "13812345678", "12345678");

  @TempDir private Path directory;

  private final List<SpecificRecord> found = new ArrayList<>();

  @Test
  void personalDataLeavesNoTraceAndNoTextStopsTheJob() throws Exception {
    try (Traces traces = new Traces(SECRETS);
        EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers())) {
      ScoringConfig config = config(kafka, registry);
      TopicAdmin.create(config.configuration(), 1);
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
      ScoringJob.build(env, config);
      JobClient job = env.executeAsync("scoring");
      try (var producer = new RecordProducer(config.configuration());
          var consumer =
              RecordConsumer.fromBeginning(
                  config.configuration(), List.of(Topic.TICKET_INSIGHTS, Topic.DEAD_LETTERS))) {
        producer.send(purchase("p", "c", day(0), "tea").record()).get();
        producer.send(article());
        producer.send(profile()).get();
        texts().forEach(producer::send);
        producer.sendBytes(Topic.TICKETS, "c".getBytes(UTF_8), invalidUtf8(config));
        producer.flush();
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(
                () -> {
                  consumer
                      .poll(Duration.ofMillis(100))
                      .forEach(r -> r.record().ifPresent(found::add));
                  assertThat(found(TicketInsight.class)).hasSize(8);
                  assertThat(found(DeadLetter.class)).hasSize(1);
                });
        awaitCheckpoint();
        assertInsights();
        awaitReply(producer, consumer);
        traces.assertNoneInTopicsBut(Topic.TICKETS, kafka.bootstrapServers());
        traces.assertNoneInFiles(directory.resolve("checkpoints"));
        traces.assertNoneInLog();
      } finally {
        job.cancel().get();
        job.getJobExecutionResult().handle((result, cancelled) -> result).get();
      }
    }
  }

  private static List<SpecificRecord> texts() {
    return Stream.of(
            "My card 4111 1111 1111 1111 was charged twice, call 13812345678",
            "卡号４１１１１１１１１１１１１１１１，电话13812345678，快退款！",
            "",
            "😡😡😡",
            "<script>alert(1)</script> where is my order?",
            "верните деньги 13812345678",
            "คืนเงินให้ฉันด้วย 13812345678",
            // Too long: a dead letter, and the text with it gone.
            "13812345678 ".repeat(17_000))
        .map(TicketTextsIT::ticket)
        .toList();
  }

  /** A ticket whose text has two bytes that are part of no UTF-8. */
  private static byte[] invalidUtf8(ScoringConfig config) {
    var encoder = new RecordEncoder(SchemaRegistryClient.of(config.configuration()));
    byte[] value = encoder.encode(ticket("where is my ~~ parcel? call 13812345678"));
    for (int i = 0; i < value.length; i++) {
      value[i] = value[i] == '~' ? (byte) 0xff : value[i];
    }
    return value;
  }

  private static SpecificRecord ticket(String text) {
    return TicketEvent.newBuilder()
        .setEventId("t" + text.hashCode())
        .setCustomerId("c")
        .setOccurredAt(day(1))
        .setKind(TicketKind.OPENED)
        .setTicketId("T-1")
        .setAuthor(TicketAuthor.CUSTOMER)
        .setText(text)
        .build();
  }

  /** Articles come by another source than tickets: asks until they have arrived. */
  private void awaitReply(RecordProducer producer, RecordConsumer consumer) {
    found.clear();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              producer.send(ticket("Where is my order? " + found.size()));
              consumer.poll(Duration.ofMillis(100)).forEach(r -> r.record().ifPresent(found::add));
              assertThat(found(TicketInsight.class))
                  .flatExtracting(TicketInsight::getSuggestedReplies)
                  .extracting(SuggestedReply::getArticleId, SuggestedReply::getText)
                  .contains(tuple("where", "On its way, Ada."));
            });
  }

  private static SpecificRecord article() {
    return ApprovedArticle.newBuilder()
        .setArticleId("where")
        .setLanguage("en")
        .setTitle("Where is my order?")
        .setAnswer("On its way, {name}.")
        .setUpdatedAt(day(0))
        .build();
  }

  private static SpecificRecord profile() {
    return CustomerProfile.newBuilder()
        .setEventId("profile")
        .setCustomerId("c")
        .setOccurredAt(day(0))
        .setName("Ada")
        .build();
  }

  private void assertInsights() {
    assertThat(found(TicketInsight.class))
        .extracting(TicketInsight::getOutcome, TicketInsight::getMaskedText)
        .containsExactlyInAnyOrder(
            tuple("ANALYSED", "My card [CARD] was charged twice, call [PHONE]"),
            tuple("ANALYSED", "卡号[CARD],电话[PHONE],快退款!"),
            tuple("EMPTY", ""),
            tuple("NO_WORDS", "😡😡😡"),
            tuple("ANALYSED", "<script>alert(1)</script> where is my order?"),
            tuple("UNKNOWN_LANGUAGE", "верните деньги [PHONE]"),
            tuple("UNKNOWN_LANGUAGE", "คืนเงินให้ฉันด้วย [PHONE]"),
            // What is no character is read as the sign for that.
            tuple("ANALYSED", "where is my \ufffd\ufffd parcel? call [PHONE]"));
    assertThat(found(DeadLetter.class).get(0).getValue()).isNull();
  }

  private <T> List<T> found(Class<T> type) {
    return found.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** A checkpoint that began after all texts were read. */
  private void awaitCheckpoint() {
    long before = checkpoints();
    await().atMost(Duration.ofSeconds(30)).until(() -> checkpoints() > before + 1);
  }

  /** The number of the newest complete checkpoint. */
  private long checkpoints() {
    try (Stream<Path> files = Files.walk(directory.resolve("checkpoints"))) {
      return files
          .filter(file -> file.endsWith("_metadata"))
          .map(file -> file.getParent().getFileName().toString())
          .mapToLong(name -> Long.parseLong(name.substring("chk-".length())))
          .max()
          .orElse(0);
    } catch (IOException | UncheckedIOException changing) {
      return 0;
    }
  }

  private ScoringConfig config(EmbeddedKafka kafka, EmbeddedRegistry registry) {
    return ScoringConfig.of(
        Map.of(
            "kafka.bootstrap.servers",
            kafka.bootstrapServers(),
            "schema.registry.url",
            registry.url(),
            "flink.parallelism.default",
            "2",
            "flink.execution.checkpointing.interval",
            "300 ms",
            "flink.execution.checkpointing.dir",
            directory.resolve("checkpoints").toUri().toString(),
            // So that a text would be found in the files.
            "flink.state.backend.rocksdb.compression.per.level",
            "NO_COMPRESSION",
            "flink.restart-strategy.type",
            "none"));
  }
}
