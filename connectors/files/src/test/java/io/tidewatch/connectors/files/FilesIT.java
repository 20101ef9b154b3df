package io.tidewatch.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.connectors.embedded.EmbeddedKafka;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.connectors.kafka.TopicAdmin;
import io.tidewatch.connectors.registry.EmbeddedRegistry;
import io.tidewatch.schemas.ErasureRequest;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.PurchaseLine;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FilesIT {
  @TempDir private static Path directory;

  private static final Configuration CONFIG = new Configuration();
  private static EmbeddedKafka kafka;
  private static EmbeddedRegistry registry;
  private static RecordProducer producer;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    registry = EmbeddedRegistry.start(kafka.bootstrapServers());
    CONFIG.set(KafkaOptions.BOOTSTRAP_SERVERS, kafka.bootstrapServers());
    CONFIG.set(KafkaOptions.SCHEMA_REGISTRY_URL, registry.url());
    TopicAdmin.create(CONFIG, 1);
    producer = new RecordProducer(CONFIG);
  }

  @AfterAll
  static void stop() {
    producer.close();
    registry.close();
    kafka.close();
  }

  private static RowMapping mapping() {
    return new RowMapping(
        Topic.PURCHASES,
        Map.of(
            "customerId", "kunde",
            "orderId", "nr",
            "occurredAt", "datum",
            "amountMinor", "betrag",
            "couponIds", "gutscheine"),
        Map.of("kind", "purchase", "currency", "EUR"),
        new FieldTexts(
            Map.of("occurredAt", "dd.MM.yyyy HH:mm"),
            ZoneId.of("Europe/Berlin"),
            Map.of("amountMinor", 2)));
  }

  private static List<PurchaseEvent> purchases(String customer) {
    List<PurchaseEvent> found = new ArrayList<>();
    try (RecordConsumer consumer = RecordConsumer.fromBeginning(CONFIG, List.of(Topic.PURCHASES))) {
      while (!consumer.atEnd()) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(record -> found.add((PurchaseEvent) record.record().orElseThrow()));
      }
    }
    return found.stream().filter(one -> one.getCustomerId().startsWith(customer)).toList();
  }

  private static Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  @Test
  void sendsRowsOfACsvFileAndReportsThoseThatItCannotUse() throws Exception {
    Path file =
        file(
            "orders.csv",
            """
            \uFEFFkunde;nr;datum;betrag;gutscheine
            csv-1;"o;1";31.01.2026 12:00;12.50;"SPRING, TEA"
            csv-2;o2;2026-01-31;1.00;
            csv-3;o3;31.01.2026 12:00;1.005;
            ;o4;31.01.2026 12:00;1;
            csv-5;o5;31.01.2026 12:00;-1;
            csv-6;o6;31.01.2026 12:00
            csv-7;"o
            7";31.01.2026 12:00;7;
            """);
    Path report = directory.resolve("errors.csv");
    List<Double> shares = new ArrayList<>();
    FileImport.Result result =
        new FileImport(mapping(), ';', Clock.systemUTC())
            .run(file, Optional.of(producer), report, shares::add);

    assertThat(result).isEqualTo(new FileImport.Result(2, 5));
    assertThat(purchases("csv-"))
        .extracting(PurchaseEvent::getCustomerId)
        .containsExactlyInAnyOrder("csv-1", "csv-7");
    PurchaseEvent first = purchases("csv-1").get(0);
    assertThat(first.getOrderId()).isEqualTo("o;1");
    assertThat(first.getOccurredAt()).isEqualTo(Instant.parse("2026-01-31T11:00:00Z"));
    assertThat(first.getAmountMinor()).isEqualTo(1_250);
    assertThat(first.getCouponIds()).containsExactly("SPRING", "TEA");
    assertThat(first.getKind()).isEqualTo(PurchaseKind.PURCHASE);
    assertThat(Files.readAllLines(report))
        .hasSize(6)
        .startsWith("line,reason")
        .anyMatch(line -> line.startsWith("3,") && line.contains("dd.MM.yyyy HH:mm"))
        .anyMatch(line -> line.startsWith("4,") && line.contains("amountMinor must be a number"))
        .anyMatch(line -> line.startsWith("5,") && line.contains("customerId"))
        .anyMatch(line -> line.startsWith("6,") && line.contains("amountMinor"))
        .anyMatch(line -> line.startsWith("7,") && line.contains("3 columns; the header has 5"))
        .noneMatch(line -> line.contains("1.005") || line.contains("csv-"));
    assertThat(shares).last().isEqualTo(1.0);
  }

  @Test
  void sendsObjectsOfAJsonLinesFileWithWhatIsInsideThem() throws Exception {
    Path file =
        file(
            "orders.jsonl",
            """
            {"c": "json-1", "o": "o1", "t": 1769857200, "sum": 300, "cur": "EUR", "items": [{"itemId": "tea", "amountMinor": 300}]}

            {"c": "json-2", "o": "o2", "t": "yesterday", "sum": 1, "cur": "EUR"}
            [1]
            {"c": "json-4"
            {"c": "json-5", "o": "o5", "t": 1769857200, "sum": 1, "cur": "EUR", "items": [{"itemId": "secret", "amountMinor": "x"}]}
            """);
    RowMapping mapping =
        new RowMapping(
            Topic.PURCHASES,
            Map.of(
                "customerId", "c",
                "orderId", "o",
                "occurredAt", "t",
                "amountMinor", "sum",
                "currency", "cur",
                "lines", "items"),
            Map.of("kind", "PURCHASE"),
            new FieldTexts(Map.of("occurredAt", "epoch-seconds"), ZoneId.of("UTC"), Map.of()));
    Path report = directory.resolve("json-errors.csv");
    FileImport files = new FileImport(mapping, ',', Clock.systemUTC());
    assertThat(files.run(file, Optional.of(producer), report, share -> {}))
        .isEqualTo(new FileImport.Result(1, 4));
    assertThat(files.run(file, Optional.of(producer), report, share -> {}))
        .isEqualTo(new FileImport.Result(1, 4));

    List<PurchaseEvent> twice = purchases("json-");
    assertThat(twice).hasSize(2);
    assertThat(twice.get(0).getLines()).extracting(PurchaseLine::getItemId).containsExactly("tea");
    assertThat(twice.get(0).getOccurredAt()).isEqualTo(Instant.parse("2026-01-31T11:00:00Z"));
    assertThat(twice.get(1).getEventId()).isEqualTo(twice.get(0).getEventId());
    assertThat(Files.readAllLines(report))
        .anyMatch(line -> line.startsWith("3,"))
        .anyMatch(line -> line.equals("4,the line is no JSON object"))
        .anyMatch(line -> line.equals("5,the line is no JSON"))
        .anyMatch(line -> line.startsWith("6,") && line.contains("lines[0].amountMinor"))
        .noneMatch(line -> line.contains("secret"));
  }

  @Test
  void checksAFileWithoutSendingItAndRefusesOneWithoutTheColumns() throws Exception {
    Path good = file("dry.csv", "kunde,nr,datum,betrag,gutscheine\ndry-1,1,01.01.2026 00:00,1,\n");
    Path report = directory.resolve("dry-errors.csv");
    FileImport files = new FileImport(mapping(), ',', Clock.systemUTC());
    assertThat(files.run(good, Optional.empty(), report, share -> {}))
        .isEqualTo(new FileImport.Result(1, 0));
    assertThat(report).doesNotExist();
    assertThat(purchases("dry-")).isEmpty();
    Path other = file("other.csv", "customer,nr\n1,2\n");
    assertThatThrownBy(() -> files.run(other, Optional.empty(), report, share -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the file has no such column; it has [customer, nr]");
  }

  private static TopicExport.Result export(RecordConsumer consumer, Path file, long max)
      throws IOException {
    try (consumer) {
      return new TopicExport(Topic.ERASURES, max).run(consumer, file, share -> {});
    }
  }

  private static void sendErasures(int first, int behindLast) {
    for (int i = first; i < behindLast; i++) {
      producer.send(
          ErasureRequest.newBuilder()
              .setEventId("e-" + i)
              .setCustomerId("c-" + i)
              .setOccurredAt(Instant.parse("2026-01-31T12:00:00Z").plusSeconds(i))
              .setRequestedBy("test")
              .build());
    }
    producer.flush();
  }

  @Test
  void exportsWhatATopicHoldsAndCountsWhatIsNoRow() throws Exception {
    List<Topic> topic = List.of(Topic.ERASURES);
    Path file = directory.resolve("erasures.parquet");
    Path some = directory.resolve("some.parquet");
    sendErasures(0, 300);
    try (KafkaProducer<byte[], byte[]> raw =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      raw.send(new ProducerRecord<>("erasures", new byte[] {'k'}, null)).get();
      raw.send(new ProducerRecord<>("erasures", new byte[] {'k'}, new byte[] {9, 9})).get();
    }

    List<Double> shares = new ArrayList<>();
    try (RecordConsumer consumer = RecordConsumer.fromBeginning(CONFIG, topic)) {
      assertThat(new TopicExport(Topic.ERASURES, Long.MAX_VALUE).run(consumer, file, shares::add))
          .isEqualTo(new TopicExport.Result(300, 1, 1));
    }
    assertThat(shares).isSorted().last().isEqualTo(1.0);
    ParquetRows read = ParquetRows.read(file);
    assertThat(read.texts("eventId"))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 300).mapToObj(i -> "e-" + i).toList());
    assertThat(read.rows())
        .allSatisfy(
            row -> {
              long number = Long.parseLong(row.getString("eventId", 0).substring(2));
              assertThat(row.getLong("occurredAt", 0))
                  .isEqualTo(1_769_860_800_000_000L + number * 1_000_000);
            });

    assertThat(export(RecordConsumer.fromBeginning(CONFIG, topic), some, 7).exported())
        .isEqualTo(7);
    assertThat(ParquetRows.read(some).rows()).hasSize(7);
    Instant later = Instant.now().plusSeconds(60);
    assertThat(export(RecordConsumer.since(CONFIG, topic, later), some, 7).exported()).isZero();
    assertThat(ParquetRows.read(some).rows()).isEmpty();
  }

  @Test
  void mappingsMustFitTheTopic() {
    FieldTexts plain = new FieldTexts(Map.of(), ZoneId.of("UTC"), Map.of());
    assertThatThrownBy(() -> new RowMapping(Topic.CUSTOMER_SCORES, Map.of(), Map.of(), plain))
        .hasMessageContaining("topic=customer-scores");
    assertThatThrownBy(
            () -> new RowMapping(Topic.PURCHASES, Map.of("customer", "c"), Map.of(), plain))
        .hasMessageContaining("fields.customer names no field of purchases");
    assertThatThrownBy(
            () -> new RowMapping(Topic.PURCHASES, Map.of("customerId", "c"), Map.of(), plain))
        .hasMessageContaining("neither fields.occurredAt nor values.occurredAt is set");
    assertThatThrownBy(
            () -> new FieldTexts(Map.of("occurredAt", "bad pattern"), ZoneId.of("UTC"), Map.of()))
        .hasMessageContaining("times.occurredAt=bad pattern");
  }
}
