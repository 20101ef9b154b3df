package io.tidewatch.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidewatch.connectors.kafka.ConsumedRecord.Kind;
import io.tidewatch.schemas.CustomerScore;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.ModelState;
import io.tidewatch.schemas.ModelStatus;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.Suppression;
import io.tidewatch.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Records go through a real broker, a real registry and a real job, and out again. */
class KafkaPipelineIT {
  @RegisterExtension static final LocalKafka KAFKA = new LocalKafka();

  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration SILENCE = Duration.ofHours(1);

  @TempDir Path checkpoints;

  @Test
  void everyRecordComesOutAsWhatItIs() throws Exception {
    Configuration config = KAFKA.config();
    TopicAdmin.create(config, 1);
    Set<Topic> outputs =
        Set.of(Topic.CUSTOMER_SCORES, Topic.SUPPRESSIONS, Topic.MODEL_STATUS, Topic.DEAD_LETTERS);
    try (RecordProducer producer = new RecordProducer(config);
        RecordConsumer consumer = RecordConsumer.fromEnd(config, outputs)) {
      JobClient job = start(config);
      try {
        producer.send(purchase("c1", AT));
        producer.send(Samples.click("c2", AT));
        producer.remove(Topic.CUSTOMERS, "c9");
        sendBadRecords(producer);
        producer.send(offer());
        producer.remove(Topic.OFFERS, "gone");
        producer.sendBytes(Topic.OFFERS, bytes("offer"), bytes("no offer"));
        producer.flush();
        List<ConsumedRecord> seen = new ArrayList<>();
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(
                () -> {
                  seen.addAll(consumer.poll(Duration.ofMillis(100)));
                  assertThat(records(seen, DeadLetter.class)).hasSize(8);
                  assertThat(scored(seen)).containsExactlyInAnyOrder("c1", "c2");
                  assertThat(records(seen, ModelStatus.class)).hasSize(2);
                });
        assertThat(records(seen, Suppression.class)).isEmpty();

        // Stream time moves on everywhere, so the timers of both customers fire.
        producer.heartbeat(Micros.of(AT.plus(SILENCE).plusSeconds(60)));
        producer.flush();
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(
                () -> {
                  seen.addAll(consumer.poll(Duration.ofMillis(100)));
                  assertThat(records(seen, Suppression.class))
                      .extracting(Suppression::getCustomerId)
                      .contains("c1", "c2");
                });
        assertThat(seen).allMatch(record -> record.kind() == Kind.RECORD);
        assertThat(scored(seen)).containsExactlyInAnyOrder("c1", "c2");
        assertThat(records(seen, ModelStatus.class))
            .extracting(ModelStatus::getName)
            .containsExactlyInAnyOrder("offer changed", "gone removed");
        assertDeadLetters(records(seen, DeadLetter.class));
      } finally {
        job.cancel().get();
      }
    }
  }

  @Test
  void exactlyOnceShowsEachRecordOnceAndOnlyAfterACheckpoint() throws Exception {
    Configuration config = KAFKA.config();
    TopicAdmin.create(config, 1);
    config.set(KafkaOptions.DELIVERY, DeliveryGuarantee.EXACTLY_ONCE);
    config.set(KafkaOptions.TRANSACTIONAL_ID_PREFIX, "smoke");
    config.set(KafkaOptions.TRANSACTION_TIMEOUT, Duration.ofMinutes(5));
    config.set(KafkaOptions.GROUP_ID, "exactly-once");
    config.set(KafkaOptions.STARTING_OFFSETS, KafkaOptions.StartingOffsets.LATEST);
    config.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
    config.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    int customers = 40;
    try (RecordProducer producer = new RecordProducer(KAFKA.config());
        RecordConsumer consumer = RecordConsumer.fromEnd(config, List.of(Topic.CUSTOMER_SCORES))) {
      JobClient job = start(config);
      try {
        List<ConsumedRecord> seen = new ArrayList<>();
        // The job starts at the end of the topics, wherever that is when it gets there.
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(
                () -> {
                  producer.send(purchase("probe", AT));
                  producer.flush();
                  seen.addAll(consumer.poll(Duration.ofMillis(500)));
                  assertThat(seen).isNotEmpty();
                });
        for (int i = 0; i < customers; i++) {
          producer.send(purchase("once-" + i, AT));
        }
        producer.flush();
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(
                () -> {
                  seen.addAll(consumer.poll(Duration.ofMillis(200)));
                  assertThat(onceOnly(seen)).hasSizeGreaterThanOrEqualTo(customers);
                });
        assertThat(onceOnly(seen)).hasSize(customers).doesNotHaveDuplicates();
      } finally {
        job.cancel().get();
      }
    }
  }

  /** Customers of this test; the other one's are on the same topics. */
  private static List<String> scored(List<ConsumedRecord> seen) {
    return records(seen, CustomerScore.class).stream()
        .map(CustomerScore::getCustomerId)
        .filter(customer -> customer.startsWith("c"))
        .toList();
  }

  private static List<String> onceOnly(List<ConsumedRecord> seen) {
    return records(seen, CustomerScore.class).stream()
        .map(CustomerScore::getCustomerId)
        .filter(customer -> customer.startsWith("once-"))
        .toList();
  }

  private static JobClient start(Configuration config) throws Exception {
    Configuration flink = new Configuration(config);
    flink.set(PipelineOptions.GENERIC_TYPES, false);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    flink.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(50));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, flink);
    var events =
        env.fromSource(KafkaSources.events(config), KafkaSources.eventWatermarks(config), "events");
    var control =
        env.fromSource(KafkaSources.control(config), KafkaSources.controlWatermarks(), "control")
            .setParallelism(1);
    var refused = events.process(new RefusedOnly()).returns(RecordTypes.record());
    var scores =
        events
            .process(new AcceptedOnly())
            .returns(RecordTypes.event())
            .keyBy(Event::customerId)
            .process(new ScoreAndWait())
            .returns(RecordTypes.record());
    var statuses = control.process(new ControlToStatus()).returns(RecordTypes.record());
    refused.union(scores, statuses).sinkTo(KafkaSinks.records(config, ""));
    return env.executeAsync("pipeline");
  }

  /** Dead letters of the event topics. */
  private static final class RefusedOnly extends ProcessFunction<Inbound, SpecificRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Inbound inbound, Context context, Collector<SpecificRecord> out) {
      if (inbound instanceof Inbound.Refused refused) {
        out.collect(refused.deadLetter());
      }
    }
  }

  /** Events of the event topics. */
  private static final class AcceptedOnly extends ProcessFunction<Inbound, Event> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Inbound inbound, Context context, Collector<Event> out) {
      if (inbound instanceof Inbound.Accepted accepted) {
        out.collect(accepted.event());
      }
    }
  }

  /** A score for each event, and a suppression once the customer was silent for an hour. */
  private static final class ScoreAndWait
      extends KeyedProcessFunction<String, Event, SpecificRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Event event, Context context, Collector<SpecificRecord> out) {
      assertThat(context.timestamp()).isEqualTo(event.availableAtMicros() / 1_000);
      out.collect(
          CustomerScore.newBuilder()
              .setCustomerId(event.customerId())
              .setScoredAt(Micros.toInstant(event.availableAtMicros()))
              .setChurn(0.5f)
              .setPurchase7(0.5f)
              .setExpectedSpendMinor(1)
              .setCurrency("EUR")
              .setLastEventAt(Micros.toInstant(event.occurredAtMicros()))
              .setModel(new ModelRef("m", "1", "0"))
              .build());
      context.timerService().registerEventTimeTimer(context.timestamp() + SILENCE.toMillis());
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<SpecificRecord> out) {
      out.collect(
          Suppression.newBuilder()
              .setSuppressionId("s")
              .setCustomerId(context.getCurrentKey())
              .setDecidedAt(Instant.ofEpochMilli(timestamp))
              .setPolicyVersion("1")
              .build());
    }
  }

  /** What the control topics say, as a record of some output topic. */
  private static final class ControlToStatus
      extends ProcessFunction<ControlRecord, SpecificRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(
        ControlRecord control, Context context, Collector<SpecificRecord> out) {
      if (control instanceof ControlRecord.Changed changed) {
        out.collect(status(changed.key() + " changed"));
      } else if (control instanceof ControlRecord.Removed removed) {
        out.collect(status(removed.key() + " removed"));
      } else if (control instanceof ControlRecord.Refused refused) {
        out.collect(refused.deadLetter());
      }
    }

    private static ModelStatus status(String name) {
      return ModelStatus.newBuilder()
          .setName(name)
          .setVersion("1")
          .setSha256("0")
          .setAt(AT)
          .setState(ModelState.SERVING)
          .build();
    }
  }

  private static void sendBadRecords(RecordProducer producer) {
    RecordEncoder encoder = new RecordEncoder(SchemaRegistryClient.of(KAFKA.config()));
    byte[] key = bytes("bad");
    producer.sendBytes(Topic.PURCHASES, key, bytes("not framed"));
    producer.sendBytes(Topic.PURCHASES, key, new byte[] {0, 0x7f, 0, 0, 1, 2});
    byte[] whole = encoder.encode(purchase("bad", AT));
    producer.sendBytes(Topic.PURCHASES, key, Arrays.copyOf(whole, whole.length - 4));
    PurchaseEvent negative = purchase("bad", AT);
    negative.setAmountMinor(-1);
    producer.send(negative);
    producer.send(Samples.click("bad", Instant.parse("1900-01-01T00:00:00Z")));
    producer.send(Samples.ticket("x".repeat(1_000_000)));
    producer.send(purchase("", AT));
  }

  private static void assertDeadLetters(List<DeadLetter> letters) {
    assertThat(letters)
        .extracting(DeadLetter::getReason)
        .containsExactlyInAnyOrder(
            DeadLetterReason.NOT_FRAMED,
            DeadLetterReason.UNKNOWN_SCHEMA,
            DeadLetterReason.UNDECODABLE,
            DeadLetterReason.BAD_NUMBER,
            DeadLetterReason.BAD_TIME,
            DeadLetterReason.BAD_TEXT,
            DeadLetterReason.BAD_ID,
            DeadLetterReason.NOT_FRAMED);
    assertThat(letters)
        .filteredOn(letter -> letter.getReason() == DeadLetterReason.BAD_TEXT)
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.getTopic()).isEqualTo("tickets");
              assertThat(letter.getField()).isEqualTo("text");
              assertThat(letter.getValue().remaining()).isGreaterThan(1_000_000);
            });
  }

  private static PurchaseEvent purchase(String customerId, Instant at) {
    PurchaseEvent purchase = Samples.purchase(customerId);
    purchase.setOccurredAt(at);
    purchase.setReceivedAt(null);
    return purchase;
  }

  private static Offer offer() {
    return Offer.newBuilder()
        .setOfferId("offer")
        .setUpdatedAt(AT)
        .setCampaignId("spring")
        .setName("Milk")
        .setCategories(List.of("dairy"))
        .setValueMinor(100)
        .setCurrency("EUR")
        .setValidFrom(AT)
        .setValidUntil(AT.plusSeconds(60))
        .setChannel("email")
        .build();
  }

  private static <R extends SpecificRecord> List<R> records(
      List<ConsumedRecord> seen, Class<R> type) {
    return seen.stream()
        .flatMap(record -> record.record().stream())
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
