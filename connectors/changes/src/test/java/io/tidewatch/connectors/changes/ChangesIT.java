package io.tidewatch.connectors.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.prometheus.client.CollectorRegistry;
import io.tidewatch.connectors.embedded.EmbeddedKafka;
import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.ForeignConsumer;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.connectors.kafka.SchemaRegistryClient;
import io.tidewatch.connectors.kafka.TopicAdmin;
import io.tidewatch.connectors.kafka.WireFormat;
import io.tidewatch.connectors.registry.EmbeddedRegistry;
import io.tidewatch.schemas.Consent;
import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.ErasureRequest;
import io.tidewatch.schemas.Topic;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ChangesIT {
  private static final String TABLE = "crm.public.customers";
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private EmbeddedKafka kafka;
  private EmbeddedRegistry registry;
  private RecordProducer producer;
  private KafkaProducer<byte[], byte[]> crm;

  @BeforeEach
  void start() throws Exception {
    kafka = EmbeddedKafka.start(directory);
    registry = EmbeddedRegistry.start(kafka.bootstrapServers());
    TopicAdmin.create(config(), 1);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(TABLE, 1, (short) 1))).all().get();
    }
    producer = new RecordProducer(config());
    crm =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterEach
  void stop() {
    crm.close();
    producer.close();
    registry.close();
    kafka.close();
  }

  private Configuration config() {
    Configuration config = new Configuration();
    config.set(KafkaOptions.BOOTSTRAP_SERVERS, kafka.bootstrapServers());
    config.set(KafkaOptions.SCHEMA_REGISTRY_URL, registry.url());
    return config;
  }

  private static ProfileMapping mapping(Deletion deletion) {
    return new ProfileMapping(
        "id",
        Optional.of("full_name"),
        Optional.of("email"),
        Optional.empty(),
        Optional.of("lang"),
        Optional.empty(),
        Optional.of("groups"),
        Map.of(
            ConsentPurpose.MARKETING,
            new ProfileMapping.ConsentColumn("newsletter", List.of("email")),
            ConsentPurpose.RETENTION,
            new ProfileMapping.ConsentColumn("may_call", List.of())),
        "en-US",
        "Europe/Berlin",
        deletion);
  }

  private static String row(int id, String lang, Object newsletter) {
    return """
    {"id": %d, "full_name": "Ann Müller", "email": "ann@example.org", "lang": %s, "groups": "vip, b2b",
     "newsletter": %s, "may_call": 0, "of_no_interest": {"x": 1}}"""
        .formatted(id, lang, newsletter);
  }

  private static String change(String op, String before, String after) {
    return """
    {"before": %s, "after": %s, "op": "%s", "ts_ms": 9, "source": {"ts_ms": 1767225600000}}"""
        .formatted(before, after, op);
  }

  private void send(String key, String value) throws Exception {
    crm.send(new ProducerRecord<>(TABLE, bytes(key), value == null ? null : bytes(value))).get();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Runs until all that was sent is committed. */
  private CollectorRegistry follow(Deletion deletion, double records) throws Exception {
    CountDownLatch stop = new CountDownLatch(1);
    CollectorRegistry metrics = new CollectorRegistry();
    Changes changes =
        new Changes(
            mapping(deletion),
            () -> new ForeignConsumer(config(), TABLE, "changes-" + deletion),
            producer,
            metrics,
            Clock.systemUTC());
    List<Throwable> failures = new ArrayList<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                changes.run(stop);
              } catch (InterruptedException | RuntimeException e) {
                failures.add(e);
              }
            });
    thread.start();
    try {
      await().atMost(SOON).until(() -> total(metrics) >= records);
    } finally {
      stop.countDown();
      thread.join();
    }
    assertThat(failures).isEmpty();
    return metrics;
  }

  private static double total(CollectorRegistry metrics) {
    double total = 0;
    for (String outcome :
        List.of("profile", "removed", "erased", "withdrawn", "kept", "ignored", "refused")) {
      total += count(metrics, outcome);
    }
    return total;
  }

  private static double count(CollectorRegistry metrics, String outcome) {
    Double value =
        metrics.getSampleValue(
            "tidewatch_changes_total", new String[] {"outcome"}, new String[] {outcome});
    return value == null ? 0 : value;
  }

  private List<ConsumedRecord> read(Topic topic) {
    List<ConsumedRecord> records = new ArrayList<>();
    try (RecordConsumer consumer = RecordConsumer.fromBeginning(config(), List.of(topic))) {
      while (!consumer.atEnd()) {
        records.addAll(consumer.poll(Duration.ofMillis(100)));
      }
    }
    return records;
  }

  @Test
  void makesProfilesOfRows() throws Exception {
    send("{\"id\": 7}", change("c", "null", row(7, "\"de-DE\"", true)));
    send(
        "{\"schema\": {}, \"payload\": {\"id\": 8}}",
        "{\"schema\": {\"type\": \"struct\"}, \"payload\": "
            + change("r", "null", row(8, "null", "\"n\""))
            + "}");
    send("{\"id\": 9}", "{\"op\": \"t\", \"source\": {}}");
    follow(Deletion.REMOVE, 3);

    List<CustomerProfile> profiles =
        read(Topic.CUSTOMERS).stream()
            .map(record -> (CustomerProfile) record.record().orElseThrow())
            .sorted((one, two) -> one.getCustomerId().compareTo(two.getCustomerId()))
            .toList();
    assertThat(profiles).extracting(CustomerProfile::getCustomerId).containsExactly("7", "8");
    CustomerProfile ann = profiles.get(0);
    assertThat(ann.getOccurredAt()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(ann.getName()).isEqualTo("Ann Müller");
    assertThat(ann.getEmail()).isEqualTo("ann@example.org");
    assertThat(ann.getPhone()).isNull();
    assertThat(ann.getLocale()).isEqualTo("de-DE");
    assertThat(ann.getTimeZone()).isEqualTo("Europe/Berlin");
    assertThat(ann.getSegments()).containsExactly("vip", "b2b");
    assertThat(ann.getConsents())
        .containsExactly(
            new Consent(ConsentPurpose.MARKETING, true, List.of("email")),
            new Consent(ConsentPurpose.RETENTION, false, List.of()));
    assertThat(profiles.get(1).getLocale()).isEqualTo("en-US");
    assertThat(profiles.get(1).getConsents()).noneMatch(Consent::getGranted);
  }

  @Test
  void readsTheEnvelopeAsAvroToo() throws Exception {
    Schema value =
        SchemaBuilder.record("Value")
            .fields()
            .requiredLong("id")
            .optionalString("full_name")
            .optionalString("email")
            .optionalString("lang")
            .optionalString("groups")
            .requiredBoolean("newsletter")
            .requiredInt("may_call")
            .endRecord();
    Schema envelope =
        SchemaBuilder.record("Envelope")
            .fields()
            .name("after")
            .type(value)
            .noDefault()
            .requiredString("op")
            .requiredLong("ts_ms")
            .endRecord();
    GenericData.Record row =
        new GenericRecordBuilder(value)
            .set("id", 11L)
            .set("full_name", "Bo")
            .set("email", null)
            .set("lang", "zh-CN")
            .set("groups", null)
            .set("newsletter", true)
            .set("may_call", 1)
            .build();
    GenericData.Record change =
        new GenericRecordBuilder(envelope)
            .set("after", row)
            .set("op", "u")
            .set("ts_ms", 1_767_225_600_000L)
            .build();
    int id = SchemaRegistryClient.of(config()).register(TABLE + "-value", envelope);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] header = new byte[WireFormat.HEADER_BYTES];
    WireFormat.putHeader(header, id);
    out.write(header);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<>(envelope).write(change, encoder);
    encoder.flush();
    crm.send(new ProducerRecord<>(TABLE, bytes("{\"id\": 11}"), out.toByteArray())).get();
    follow(Deletion.REMOVE, 1);

    CustomerProfile profile = (CustomerProfile) read(Topic.CUSTOMERS).get(0).record().orElseThrow();
    assertThat(profile.getCustomerId()).isEqualTo("11");
    assertThat(profile.getLocale()).isEqualTo("zh-CN");
    assertThat(profile.getConsents()).allMatch(Consent::getGranted);
  }

  @Test
  void doesWithDeletedRowsWhatThePolicySays() throws Exception {
    send("{\"id\": 7}", change("c", "null", row(7, "null", true)));
    send("{\"id\": 7}", change("d", "{\"id\": 7, \"full_name\": null}", "null"));
    send("{\"id\": 7}", null);
    send("{\"id\": 8}", null); // compaction has taken what stood before it

    CollectorRegistry kept = follow(Deletion.KEEP, 4);
    assertThat(count(kept, "kept")).isEqualTo(2);
    assertThat(read(Topic.CUSTOMERS)).hasSize(1);

    CollectorRegistry removed = follow(Deletion.REMOVE, 4);
    assertThat(count(removed, "removed")).isEqualTo(2);
    assertThat(count(removed, "ignored")).isEqualTo(1);
    assertThat(read(Topic.CUSTOMERS))
        .filteredOn(record -> record.kind() == ConsumedRecord.Kind.REMOVAL)
        .extracting(ConsumedRecord::key)
        .containsExactlyInAnyOrder("7", "8");
    assertThat(read(Topic.ERASURES)).isEmpty();

    follow(Deletion.ERASE, 4);
    assertThat(read(Topic.ERASURES))
        .extracting(record -> ((ErasureRequest) record.record().orElseThrow()).getCustomerId())
        .containsExactlyInAnyOrder("7", "8");

    follow(Deletion.WITHDRAW, 4);
    assertThat(read(Topic.CUSTOMERS))
        .filteredOn(record -> record.record().isPresent())
        .extracting(record -> (CustomerProfile) record.record().orElseThrow())
        .filteredOn(profile -> profile.getName() == null && profile.getConsents().isEmpty())
        .hasSize(2);
  }

  @Test
  void hasTheSameEventIdsWhenItReadsAgain() throws Exception {
    send("{\"id\": 7}", change("c", "null", row(7, "null", true)));
    follow(Deletion.REMOVE, 1);
    follow(Deletion.KEEP, 1); // of another group: begins anew
    assertThat(read(Topic.CUSTOMERS))
        .hasSize(2)
        .extracting(record -> ((CustomerProfile) record.record().orElseThrow()).getEventId())
        .allMatch(id -> id.startsWith("cdc-"))
        .containsOnly(
            ((CustomerProfile) read(Topic.CUSTOMERS).get(0).record().orElseThrow()).getEventId());
  }

  @Test
  void writesDeadLettersForWhatItCannotUseAndGoesOn() throws Exception {
    send("1", "no JSON");
    send("2", "{\"id\": 7}");
    send("3", change("c", "null", "{\"id\": 7}"));
    send("4", change("c", "null", row(4, "null", "\"perhaps\"")));
    send("5", change("c", "null", row(5, "\"no language tag!\"", true)));
    send("6", change("d", "null", "null"));
    send("7", change("c", "null", row(7, "null", true).replace("\"id\": 7", "\"id\": null")));
    send("8", change("c", "null", row(8, "null", true)));
    CollectorRegistry metrics = follow(Deletion.REMOVE, 8);
    assertThat(count(metrics, "refused")).isEqualTo(7);
    assertThat(count(metrics, "profile")).isEqualTo(1);

    List<DeadLetter> letters =
        read(Topic.DEAD_LETTERS).stream()
            .map(record -> (DeadLetter) record.record().orElseThrow())
            .sorted((one, two) -> Long.compare(one.getOffset(), two.getOffset()))
            .toList();
    assertThat(letters)
        .extracting(DeadLetter::getReason)
        .containsExactly(
            DeadLetterReason.UNDECODABLE,
            DeadLetterReason.WRONG_RECORD,
            DeadLetterReason.WRONG_RECORD,
            DeadLetterReason.BAD_TEXT,
            DeadLetterReason.BAD_TEXT,
            DeadLetterReason.WRONG_RECORD,
            DeadLetterReason.BAD_ID);
    assertThat(letters)
        .extracting(DeadLetter::getField)
        .containsExactly(null, "op", "full_name", "newsletter", "locale", "before", "id");
    assertThat(letters)
        .allMatch(letter -> letter.getTopic().equals(TABLE) && letter.getValue() != null)
        .extracting(DeadLetter::getDetail)
        .noneMatch(detail -> detail.contains("Ann") || detail.contains("perhaps"));
  }
}
