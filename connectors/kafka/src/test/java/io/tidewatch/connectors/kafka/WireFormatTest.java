package io.tidewatch.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.ErasureRequest;
import io.tidewatch.schemas.Micros;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WireFormatTest {

  @Property
  void keepsAnySchemaId(@ForAll int id) {
    byte[] value = new byte[WireFormat.HEADER_BYTES];
    WireFormat.putHeader(value, id);
    assertThat(WireFormat.isFramed(value)).isTrue();
    assertThat(WireFormat.schemaId(value)).isEqualTo(id);
  }

  @Test
  void needsFiveBytesAndAZero() {
    assertThat(WireFormat.isFramed(new byte[4])).isFalse();
    assertThat(WireFormat.isFramed(new byte[] {1, 0, 0, 0, 1, 9})).isFalse();
  }

  /** Written out by hand from the Confluent documentation and the Avro specification. */
  @Test
  void isWhatOtherConfluentClientsRead() {
    Instant at = Instant.ofEpochMilli(1);
    byte[] value =
        new RecordEncoder((subject, schema) -> 0x01020304)
            .encode(new ErasureRequest("e1", "c", at, null, "d"));
    assertThat(Micros.of(at)).isEqualTo(1_000);
    assertThat(value)
        .containsExactly(
            new byte[] {
              0,
              1,
              2,
              3,
              4, // magic, schema id
              4,
              'e',
              '1', // eventId: length 2 in zig-zag, text
              2,
              'c', // customerId
              (byte) 0xd0,
              0x0f, // occurredAt: 1,000 in zig-zag
              0, // receivedAt: null
              2,
              'd' // requestedBy
            });
  }
}
