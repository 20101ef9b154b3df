package io.tidewatch.scoring;

import static io.tidewatch.scoring.TestEvents.click;
import static io.tidewatch.scoring.TestEvents.day;
import static io.tidewatch.scoring.TestEvents.profile;
import static io.tidewatch.scoring.TestEvents.purchase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidewatch.connectors.embedded.EmbeddedKafka;
import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.connectors.kafka.TopicAdmin;
import io.tidewatch.connectors.registry.EmbeddedRegistry;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.models.ReleaseSignature;
import io.tidewatch.models.monitor.FeatureSample;
import io.tidewatch.models.monitor.GuardRules;
import io.tidewatch.models.monitor.ModelWindow;
import io.tidewatch.models.monitor.Occasion;
import io.tidewatch.models.monitor.Reference;
import io.tidewatch.models.monitor.Sample;
import io.tidewatch.models.signing.SigningKey;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.CustomerScore;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.ErasureRequest;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelState;
import io.tidewatch.schemas.ModelStatus;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.ReleaseRef;
import io.tidewatch.schemas.TicketChange;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketProgress;
import io.tidewatch.schemas.Topic;
import io.tidewatch.scoring.slots.ModelSlots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job on a real broker, a real registry and RocksDB. */
class ScoringJobIT {
  private static final int PARALLELISM = 2;
  private static final int HEADER = 5;

  @TempDir private Path directory;
  private static final SigningKey KEY = SigningKey.generate();

  private EmbeddedKafka kafka;
  private EmbeddedRegistry registry;
  private ScoringConfig config;
  private RecordProducer producer;
  private RecordConsumer consumer;
  private JobClient job;
  private final List<SpecificRecord> found = new ArrayList<>();
  private final Map<Topic, Long> produced = new EnumMap<>(Topic.class);

  @BeforeEach
  void start() throws Exception {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    registry = EmbeddedRegistry.start(kafka.bootstrapServers());
    config =
        ScoringConfig.of(
            Map.of(
                "models.trusted-keys",
                KEY.verifyingKey().base64(),
                "kafka.bootstrap.servers",
                kafka.bootstrapServers(),
                "schema.registry.url",
                registry.url(),
                "scoring.ordering",
                "event-time",
                "flink.parallelism.default",
                "" + PARALLELISM,
                "flink.execution.checkpointing.interval",
                "500 ms",
                "flink.execution.checkpointing.dir",
                directory.resolve("cp").toUri().toString(),
                "guards.window-events",
                "200",
                "guards.min-scores",
                "100",
                "flink.restart-strategy.type",
                "none"));
    Configuration kafkaConfig = config.configuration();
    TopicAdmin.create(kafkaConfig, 1);
    producer = new RecordProducer(kafkaConfig);
    consumer =
        RecordConsumer.fromBeginning(
            kafkaConfig,
            List.of(
                Topic.CHURN_ALERTS,
                Topic.NEXT_BEST_OFFERS,
                Topic.DEAD_LETTERS,
                Topic.TICKET_PROGRESS,
                Topic.CUSTOMER_SCORES,
                Topic.ERASURES,
                Topic.MODEL_STATUS));
    Configuration cluster = Configuration.fromMap(Map.of("heartbeat.interval", "500 ms"));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(cluster);
    ScoringJob.build(env, config);
    job = env.executeAsync("scoring");
  }

  @AfterEach
  void stop() throws Exception {
    try {
      job.cancel().get();
      job.getJobExecutionResult().handle((result, cancelled) -> result).get();
    } finally {
      consumer.close();
      producer.close();
      registry.close();
      kafka.close();
    }
  }

  @Test
  void turnsEventsIntoAlertsAndOffersAndBadInputIntoDeadLettersWithoutStopping() throws Exception {
    push("churn", TestModels.churnZip());
    push("recommender", TestModels.recommenderZip());
    producer.send(TicketOperatorTest.policy("test-1", 120)).get();
    producer.send(TestEvents.offer("coffee", "coffee", 500)).get();
    await()
        .atMost(Duration.ofSeconds(120))
        .until(
            () ->
                read(ModelStatus.class).stream()
                        .filter(status -> status.getState() == ModelState.SERVING)
                        .count()
                    == 2 * PARALLELISM);

    send(profile("profile", "c", day(0)));
    send(click("click", "c", day(0.1)));
    send(purchase("p1", "c", day(1), "coffee"));
    send(purchase("p2", "c", day(5), "tea"));
    send(purchase("p2", "c", day(5), "tea"));
    send(TestEvents.ticket("t1", "d", day(6)));
    sendVisitor();
    producer.flush();
    sendBadInput();
    producer.heartbeat(Micros.of(day(40)));
    producer.flush();

    await()
        .atMost(Duration.ofSeconds(120))
        .untilAsserted(
            () -> {
              assertThat(read(NextBestOffer.class)).isNotEmpty();
              assertThat(read(ChurnAlert.class)).isNotEmpty();
              assertThat(read(DeadLetter.class)).hasSize(6);
              assertThat(read(TicketProgress.class))
                  .extracting(TicketProgress::getChange)
                  .containsExactly(
                      TicketChange.OPENED,
                      TicketChange.BREACH_NEAR,
                      TicketChange.BREACHED,
                      TicketChange.BREACH_NEAR,
                      TicketChange.BREACHED);
              assertThat(read(ErasureRequest.class)).hasSize(2);
              assertThat(processed()).isEqualTo(produced);
            });
    assertVisitorBecameTheCustomer();
    assertThat(read(DeadLetter.class))
        .extracting(DeadLetter::getReason)
        .containsExactlyInAnyOrder(
            DeadLetterReason.UNDECODABLE,
            DeadLetterReason.UNKNOWN_SCHEMA,
            DeadLetterReason.BAD_NUMBER,
            DeadLetterReason.BAD_TIME,
            DeadLetterReason.BAD_TEXT,
            DeadLetterReason.BAD_ID);
    assertThat(read(DeadLetter.class))
        .allMatch(letter -> letter.getTopic().equals("tickets") == (letter.getValue() == null));
    assertThat(read(NextBestOffer.class))
        .extracting(NextBestOffer::getTriggerEventId)
        .containsExactly("click", "p2");
    assertThat(read(ChurnAlert.class)).extracting(ChurnAlert::getCustomerId).containsExactly("c");
    assertThat(counts().get("purchases").duplicate()).isEqualTo(1);
    assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.RUNNING);
  }

  /** A visitor of whom it becomes known on day 2 who it is, and who is to be forgotten on day 4. */
  private void sendVisitor() throws Exception {
    send(purchase("v1", "anonymous:v", day(1), "tea"));
    send(IdentityHarness.link("l1", "anonymous:v", day(2), "w"));
    send(TestEvents.erasure("e1", "w", day(4.5)));
    produced.merge(Topic.ERASURES, 1L, Long::sum); // the job asks for the visitor's
  }

  private void assertVisitorBecameTheCustomer() {
    assertThat(scoredAt("anonymous:v")).isNotEmpty().allMatch(at -> !at.isAfter(day(2)));
    assertThat(scoredAt("w"))
        .isNotEmpty()
        .allMatch(at -> at.isAfter(day(2)) && at.isBefore(day(4.5)));
    assertThat(read(ErasureRequest.class))
        .extracting(ErasureRequest::getCustomerId)
        .containsExactlyInAnyOrder("w", "anonymous:v");
  }

  private List<Instant> scoredAt(String customerId) {
    return read(CustomerScore.class).stream()
        .filter(score -> score.getCustomerId().equals(customerId))
        .map(CustomerScore::getScoredAt)
        .toList();
  }

  @Test
  void rollsAnInvertedChampionBackByItself() throws Exception {
    List<Event> purchases = purchases();
    Reference promise = promised(purchases);
    byte[] good = ReleaseSignature.sign(TestModels.churnZip("1", promise), KEY);
    byte[] inverted =
        ReleaseSignature.sign(TestModels.invertedChurnZip("2", Optional.of(promise)), KEY);
    push(release("1", good));
    awaitServing(good, PARALLELISM);
    for (Event purchase : purchases) {
      producer.send(purchase.record());
    }
    let(day(12));
    Instant before = Instant.now();

    push(ModelRelease.newBuilder(release("2", inverted)).setPrevious(ref("1", good)).build());
    awaitServing(inverted, PARALLELISM);
    Instant during = Instant.now();
    for (int day = 13; rollbacks().isEmpty(); day++) {
      assertThat(day).as("days until the guard trips").isLessThan(20);
      let(day(day));
    }
    awaitServing(good, 2 * PARALLELISM);
    Instant after = Instant.now();

    ModelStatus rollback = rollbacks().get(0);
    assertThat(rollback.getSha256()).isEqualTo(ControlLoaderTest.sha256(inverted));
    assertThat(rollback.getBy()).isEqualTo("guard");
    assertThat(rollback.getDetail()).contains("SCORE_SHIFT: population stability index");
    assertThat(servingAt(before)).isEqualTo(ControlLoaderTest.sha256(good));
    assertThat(servingAt(during)).isEqualTo(ControlLoaderTest.sha256(inverted));
    assertThat(servingAt(after)).isEqualTo(ControlLoaderTest.sha256(good));

    push(release("2", inverted));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                read(ModelStatus.class).stream()
                    .anyMatch(status -> "BANNED".equals(status.getGate())));
    assertThat(ModelHealth.of(job.getAccumulators().get()))
        .filteredOn(health -> health.metric().equals("scorings") && health.slot().equals("churn"))
        .isNotEmpty();
  }

  /** Two purchases each of many customers, on the first days. */
  private static List<Event> purchases() {
    List<Event> purchases = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      purchases.add(purchase("a" + i, "c" + i, day(i / 100.0), "tea"));
      purchases.add(purchase("b" + i, "c" + i, day(2 + i / 100.0), "coffee"));
    }
    purchases.sort(Comparator.comparingLong(Event::availableAtMicros));
    return purchases;
  }

  /** What the first model's scores are on the days that follow. */
  private static Reference promised(List<Event> purchases) throws Exception {
    GuardSettings watched =
        new GuardSettings(true, GuardRules.DEFAULT, 0, WithoutPrevious.KEEP, false);
    ModelWindow all = new ModelWindow(Optional.empty());
    try (CustomerHarness customers =
        new CustomerHarness(Ordering.EVENT_TIME, CustomerHarness.AT_ONCE, 1, 0, watched)
            .start(Optional.empty())) {
      customers.serve(TestModels.churn());
      for (Event purchase : purchases) {
        customers.event(purchase);
      }
      customers.watermark(day(20));
      customers.beforeCheckpoint();
      ScoreMonitorTest.windows(customers).forEach(all::add);
    }
    List<FeatureSample> features =
        FeatureCatalogue.features().stream()
            .map(f -> new FeatureSample(f.featureName(), 0, List.of(), List.of(1L, 1L)))
            .toList();
    return new Reference(
        0.9,
        0.1,
        Map.of(
            Occasion.REGULAR,
            new Sample(
                Arrays.stream(all.scores(Occasion.REGULAR).counts()).boxed().toList(), features)));
  }

  private void let(Instant pass) throws Exception {
    producer.heartbeat(Micros.of(pass));
    producer.flush();
    Instant give = Instant.now().plusMillis(500);
    await().atMost(Duration.ofSeconds(10)).until(() -> Instant.now().isAfter(give));
  }

  private void awaitServing(byte[] zip, int reports) throws Exception {
    String sha256 = ControlLoaderTest.sha256(zip);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                read(ModelStatus.class).stream()
                        .filter(status -> status.getState() == ModelState.SERVING)
                        .filter(status -> status.getSha256().equals(sha256))
                        .count()
                    >= reports);
  }

  private List<ModelStatus> rollbacks() {
    return read(ModelStatus.class).stream()
        .filter(status -> status.getState() == ModelState.ROLLED_BACK)
        .toList();
  }

  /** What the first subtask served at a time, by what it said. */
  private String servingAt(Instant at) {
    return read(ModelStatus.class).stream()
        .filter(status -> status.getState() == ModelState.SERVING && status.getSubtask() == 0)
        .filter(status -> !status.getAt().isAfter(at))
        .reduce((earlier, later) -> later)
        .orElseThrow()
        .getSha256();
  }

  private ReleaseRef ref(String version, byte[] zip) throws Exception {
    return ModelSlots.ref(release(version, zip));
  }

  private void sendBadInput() throws Exception {
    PurchaseEvent good = (PurchaseEvent) purchase("bad", "c", day(3), "tea").record();
    byte[] purchases = header(Topic.PURCHASES);
    byte[] whole = framed(purchases, good);
    sendBytes(Topic.PURCHASES, "c", Arrays.copyOf(whole, whole.length - 5));
    sendBytes(Topic.PURCHASES, "c", framed(new byte[] {0, 0, 1, 1, 1}, good));
    sendBytes(
        Topic.PURCHASES,
        "c",
        framed(purchases, PurchaseEvent.newBuilder(good).setAmountMinor(-1).build()));
    sendBytes(
        Topic.PURCHASES,
        "c",
        framed(
            purchases,
            PurchaseEvent.newBuilder(good)
                .setOccurredAt(Instant.parse("1900-01-01T00:00:00Z"))
                .build()));
    sendBytes(
        Topic.PURCHASES,
        "",
        framed(purchases, PurchaseEvent.newBuilder(good).setCustomerId("").build()));
    TicketEvent ticket = (TicketEvent) TestEvents.ticket("bad", "c", day(4)).record();
    sendBytes(
        Topic.TICKETS,
        "c",
        framed(
            header(Topic.TICKETS),
            TicketEvent.newBuilder(ticket).setText("x".repeat(1_000_000)).build()));
  }

  private void send(Event event) throws Exception {
    producer.send(event.record()).get();
    produced.merge(event.topic(), 1L, Long::sum);
  }

  private void sendBytes(Topic topic, String key, byte[] value) throws Exception {
    producer.sendBytes(topic, key.getBytes(StandardCharsets.UTF_8), value).get();
    produced.merge(topic, 1L, Long::sum);
  }

  /** Magic byte and schema id, as the records on the topic have them. */
  private byte[] header(Topic topic) {
    try (var raw =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "group.id", "header",
                "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      raw.subscribe(List.of(topic.topicName()));
      while (true) {
        for (var record : raw.poll(Duration.ofSeconds(1))) {
          return Arrays.copyOf(record.value(), HEADER);
        }
      }
    }
  }

  private static byte[] framed(byte[] header, SpecificRecord record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(header);
    var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new SpecificDatumWriter<SpecificRecord>(record.getSchema()).write(record, encoder);
    return bytes.toByteArray();
  }

  private void push(String name, byte[] unsigned) throws Exception {
    push(release(name, "1", ReleaseSignature.sign(unsigned, KEY)));
  }

  private void push(ModelRelease message) throws Exception {
    producer.send(message).get();
  }

  private ModelRelease release(String version, byte[] zip) throws Exception {
    return release("churn", version, zip);
  }

  private ModelRelease release(String name, String version, byte[] zip) throws Exception {
    Path file = Files.write(directory.resolve(name + version + ".zip"), zip);
    return ModelRelease.newBuilder()
        .setName(name)
        .setVersion(version)
        .setArtifactUri(file.toUri().toString())
        .setSha256(ControlLoaderTest.sha256(zip))
        .setPushedAt(TestEvents.START)
        .setPushedBy("a test")
        .build();
  }

  /** Folded, dropped and refused records of each topic, together. */
  private Map<Topic, Long> processed() throws Exception {
    Map<Topic, Long> sums = new EnumMap<>(Topic.class);
    counts()
        .forEach(
            (topic, counts) -> {
              long sum = counts.folded() + counts.duplicate() + counts.deadLettered();
              if (sum > 0) {
                sums.put(Topic.named(topic), sum);
              }
            });
    return sums;
  }

  private Map<String, EventCounts> counts() throws Exception {
    return EventCounts.of(job.getAccumulators().get());
  }

  private <T> List<T> read(Class<T> type) {
    for (ConsumedRecord record : consumer.poll(Duration.ofMillis(100))) {
      record.record().ifPresent(found::add);
    }
    return found.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
