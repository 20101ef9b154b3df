package io.tidewatch.connectors.kafka;

import static io.tidewatch.connectors.kafka.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.connectors.kafka.personal.DataKey;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.Topic;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

class InboundReaderTest {
  private static final int MAX_DEAD_LETTER = 1_000;
  private static final int OTHER_SCHEMA = 900;
  private static final int UNKNOWN_SCHEMA = 999;
  private static final long KAFKA_TIME = 1_700_000_000_000L;

  /** Ids are the places in the catalogue; one more is of a schema that is nobody's. */
  private static Optional<Schema> schema(int id) {
    if (id == OTHER_SCHEMA) {
      return Optional.of(
          SchemaBuilder.record("Order")
              .namespace("shop")
              .fields()
              .requiredString("id")
              .endRecord());
    }
    return id < Topic.values().length ? Optional.of(Topic.values()[id].schema()) : Optional.empty();
  }

  private final RecordEncoder encoder =
      new RecordEncoder((subject, schema) -> Topic.named(subject.replace("-value", "")).ordinal());
  private final InboundReader reader =
      new InboundReader(
          new RecordDecoder(InboundReaderTest::schema),
          new DeadLetters(MAX_DEAD_LETTER),
          InstantSource.fixed(NOW),
          new SealedTickets(Optional.empty()));

  @Test
  void acceptsAValidRecord() {
    PurchaseEvent purchase = Samples.purchase("c1");
    Inbound inbound = read("c1", encoder.encode(purchase));
    assertThat(inbound)
        .isInstanceOfSatisfying(
            Inbound.Accepted.class,
            accepted -> {
              assertThat(accepted.event().record()).isEqualTo(purchase);
              assertThat(accepted.event().topic()).isEqualTo(Topic.PURCHASES);
            });
  }

  @Test
  void acceptsKeysThatAreNotAscii() {
    assertThat(read("客户-1", encoder.encode(Samples.purchase("客户-1"))))
        .isInstanceOf(Inbound.Accepted.class);
  }

  @Test
  void namesWhereARefusedRecordIsAndKeepsItsBytes() {
    byte[] value = {1, 2, 3};
    DeadLetter letter = refused("c1", value);
    assertThat(letter.getReason()).isEqualTo(DeadLetterReason.NOT_FRAMED);
    assertThat(letter.getTopic()).isEqualTo("purchases");
    assertThat(letter.getPartition()).isEqualTo(3);
    assertThat(letter.getOffset()).isEqualTo(42);
    assertThat(letter.getRecordedAt()).isEqualTo(Instant.ofEpochMilli(KAFKA_TIME));
    assertThat(letter.getRefusedAt()).isEqualTo(NOW);
    assertThat(letter.getKey()).isEqualTo(ByteBuffer.wrap("c1".getBytes(StandardCharsets.UTF_8)));
    assertThat(letter.getValue()).isEqualTo(ByteBuffer.wrap(value));
    assertThat(letter.getSchemaId()).isNull();
    assertThat(letter.getField()).isNull();
  }

  @Test
  void refusesASchemaIdThatTheRegistryDoesNotKnow() {
    DeadLetter letter = refused("c1", framed(UNKNOWN_SCHEMA, new byte[] {0}));
    assertThat(letter.getReason()).isEqualTo(DeadLetterReason.UNKNOWN_SCHEMA);
    assertThat(letter.getSchemaId()).isEqualTo(UNKNOWN_SCHEMA);
    assertThat(letter.getDetail()).contains("999");
  }

  @Test
  void refusesRecordsOfAnotherTopicOrAnotherBusiness() {
    DeadLetter click = refused("c1", encoder.encode(Samples.click("c1", NOW)));
    assertThat(click.getReason()).isEqualTo(DeadLetterReason.WRONG_RECORD);
    assertThat(click.getSchema$()).isEqualTo("io.tidewatch.schemas.ClickEvent");
    assertThat(click.getDetail()).contains("purchases", "PurchaseEvent");
    DeadLetter order = refused("c1", framed(OTHER_SCHEMA, new byte[] {2, 'x'}));
    assertThat(order.getReason()).isEqualTo(DeadLetterReason.WRONG_RECORD);
    assertThat(order.getSchema$()).isEqualTo("shop.Order");
  }

  @Test
  void refusesTruncatedAndTrailingBytes() {
    byte[] whole = encoder.encode(Samples.purchase("c1"));
    for (int length = WireFormat.HEADER_BYTES; length < whole.length; length++) {
      DeadLetter letter = refused("c1", Arrays.copyOf(whole, length));
      assertThat(letter.getReason()).isEqualTo(DeadLetterReason.UNDECODABLE);
      assertThat(letter.getSchema$()).isEqualTo("io.tidewatch.schemas.PurchaseEvent");
      assertThat(letter.getField()).isNotBlank();
    }
    DeadLetter trailing = refused("c1", Arrays.copyOf(whole, whole.length + 2));
    assertThat(trailing.getReason()).isEqualTo(DeadLetterReason.UNDECODABLE);
    assertThat(trailing.getDetail()).isEqualTo("2 bytes follow the record");
  }

  @Test
  void namesTheRuleAndTheFieldOfAnInvalidRecord() {
    PurchaseEvent purchase = Samples.purchase("c1");
    purchase.getLines().get(1).setAmountMinor(-1);
    DeadLetter letter = refused("c1", encoder.encode(purchase));
    assertThat(letter.getReason()).isEqualTo(DeadLetterReason.BAD_NUMBER);
    assertThat(letter.getField()).isEqualTo("lines[1].amountMinor");
    assertThat(letter.getSchemaId()).isEqualTo(Topic.PURCHASES.ordinal());
  }

  @Test
  void refusesAKeyThatIsNotTheCustomerId() {
    byte[] value = encoder.encode(Samples.purchase("c1"));
    for (String key : new String[] {"c2", "c", "c12", ""}) {
      DeadLetter letter = refused(key, value);
      assertThat(letter.getReason()).isEqualTo(DeadLetterReason.BAD_KEY);
      assertThat(letter.getDetail()).doesNotContain("c1");
    }
    Inbound withoutKey = reader.read(record(Topic.PURCHASES, null, value));
    assertThat(((Inbound.Refused) withoutKey).deadLetter().getReason())
        .isEqualTo(DeadLetterReason.BAD_KEY);
  }

  @Test
  void doesNotCopyAValueOverTheLimit() {
    DeadLetter letter = refused("c1", new byte[MAX_DEAD_LETTER + 1]);
    assertThat(letter.getValue()).isNull();
    assertThat(letter.getDetail()).contains("1001 bytes is not copied");
  }

  @Test
  void takesANullValueAsARemovalWhereTheTopicIsCompacted() {
    assertThat(reader.read(record(Topic.CUSTOMERS, "c1", null)))
        .isEqualTo(new Inbound.Removed(Topic.CUSTOMERS, "c1", KAFKA_TIME * 1_000));
    assertThat(reader.read(record(Topic.PURCHASES, "c1", null)))
        .isInstanceOf(Inbound.Refused.class);
    assertThat(reader.read(record(Topic.CUSTOMERS, null, null)))
        .isInstanceOf(Inbound.Refused.class);
  }

  @Test
  void readsTheTimeOfAHeartbeatFromItsHeader() {
    var record = record(Topic.CUSTOMERS, "", null);
    record.headers().add(new RecordHeader(Heartbeats.HEADER, Heartbeats.headerValue(17)));
    assertThat(reader.read(record)).isEqualTo(new Inbound.Heartbeat(Topic.CUSTOMERS, 17));
    var bare = record(Topic.CLICKSTREAM, null, null);
    bare.headers().add(new RecordHeader(Heartbeats.HEADER, new byte[0]));
    assertThat(reader.read(bare))
        .isEqualTo(new Inbound.Heartbeat(Topic.CLICKSTREAM, KAFKA_TIME * 1_000));
  }

  @Test
  void readsWhatANewerWriterWrote() throws Exception {
    Schema current = Topic.ERASURES.schema();
    String json =
        current
            .toString()
            .replace(
                "\"fields\":[",
                "\"fields\":[{\"name\":\"ticket\",\"type\":\"string\",\"default\":\"\"},");
    Schema newer = new Schema.Parser().parse(json);
    GenericRecord record =
        new GenericRecordBuilder(newer)
            .set("ticket", "T-9")
            .set("eventId", "e1")
            .set("customerId", "c1")
            .set("occurredAt", NOW.getEpochSecond() * 1_000_000)
            .set("requestedBy", "desk")
            .build();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    BinaryEncoder binary = EncoderFactory.get().binaryEncoder(body, null);
    new GenericDatumWriter<GenericRecord>(newer).write(record, binary);
    binary.flush();
    SpecificRecord read =
        new RecordDecoder(id -> Optional.of(newer))
            .decode(Topic.ERASURES, framed(1, body.toByteArray()));
    assertThat(Topic.ERASURES.keyOf(read)).isEqualTo("c1");
  }

  @Test
  void refusesAnEncryptedTextWithoutAMasterKeyAndSaysWhatToDo() {
    TicketEvent ticket = Samples.ticket(null);
    ticket.setText(DataKey.random().seal("where is it", "c1", "TicketEvent.text"));
    assertThat(reader.read(record(Topic.TICKETS, "c1", encoder.encode(ticket))))
        .isInstanceOfSatisfying(
            Inbound.Refused.class,
            refused -> {
              assertThat(refused.deadLetter().getReason()).isEqualTo(DeadLetterReason.UNREADABLE);
              assertThat(refused.deadLetter().getField()).isEqualTo("text");
              assertThat(refused.deadLetter().getDetail()).contains("privacy.master-key-file");
            });
  }

  @Test
  void failsWhenTheRegistryDoes() {
    InboundReader cutOff =
        new InboundReader(
            new RecordDecoder(
                id -> {
                  throw new RegistryUnavailableException("away", null);
                }),
            new DeadLetters(MAX_DEAD_LETTER),
            InstantSource.fixed(NOW),
            new SealedTickets(Optional.empty()));
    byte[] value = encoder.encode(Samples.purchase("c1"));
    assertThatThrownBy(() -> cutOff.read(record(Topic.PURCHASES, "c1", value)))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @Property(tries = 2_000)
  void anyBytesAreAcceptedOrRefusedAndNothingElse(
      @ForAll @Size(max = 60) byte[] body, @ForAll boolean mutate, @ForAll int seed) {
    byte[] value;
    if (mutate) {
      value = encoder.encode(Samples.purchase("c1"));
      for (int i = 0; i < body.length; i++) {
        int at = WireFormat.HEADER_BYTES + Math.floorMod(seed + 31 * i * i, value.length - 5);
        if (i < 3) {
          value[at] = body[i];
        }
      }
    } else {
      value = framed(Topic.PURCHASES.ordinal(), body);
    }
    Inbound inbound = reader.read(record(Topic.PURCHASES, "c1", value));
    assertThat(inbound).isInstanceOfAny(Inbound.Accepted.class, Inbound.Refused.class);
  }

  private Inbound read(String key, byte[] value) {
    return reader.read(record(Topic.PURCHASES, key, value));
  }

  private DeadLetter refused(String key, byte[] value) {
    Inbound inbound = read(key, value);
    assertThat(inbound).isInstanceOf(Inbound.Refused.class);
    return ((Inbound.Refused) inbound).deadLetter();
  }

  private static ConsumerRecord<byte[], byte[]> record(Topic topic, String key, byte[] value) {
    return new ConsumerRecord<>(
        topic.topicName(),
        3,
        42,
        KAFKA_TIME,
        org.apache.kafka.common.record.TimestampType.LOG_APPEND_TIME,
        0,
        0,
        key == null ? null : key.getBytes(StandardCharsets.UTF_8),
        value,
        new org.apache.kafka.common.header.internals.RecordHeaders(List.of()),
        Optional.empty());
  }

  private static byte[] framed(int id, byte[] body) {
    byte[] value = new byte[WireFormat.HEADER_BYTES + body.length];
    WireFormat.putHeader(value, id);
    System.arraycopy(body, 0, value, WireFormat.HEADER_BYTES, body.length);
    return value;
  }
}
