package io.tidewatch.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.util.ClassSecurityValidator;
import org.junit.jupiter.api.Test;

class TrustedRecordsTest {

  @Test
  void recordsAreReadWithoutASystemProperty() throws IOException {
    assertThat(System.getProperty("org.apache.avro.SERIALIZABLE_PACKAGES")).isNull();
    assertThat(Topic.PURCHASES.isEvent()).isTrue();
    PurchaseEvent purchase =
        PurchaseEvent.newBuilder()
            .setEventId("e")
            .setCustomerId("c")
            .setOccurredAt(Instant.ofEpochSecond(1))
            .setKind(PurchaseKind.REFUND)
            .setOrderId("o")
            .setCurrency("EUR")
            .setAmountMinor(5)
            .build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new SpecificDatumWriter<>(PurchaseEvent.class).write(purchase, encoder);
    encoder.flush();
    PurchaseEvent read =
        new SpecificDatumReader<>(PurchaseEvent.class)
            .read(null, DecoderFactory.get().binaryDecoder(out.toByteArray(), null));
    assertThat(read).isEqualTo(purchase);
  }

  @Test
  void otherClassesStayUntrusted() {
    assertThat(Topic.values()).isNotEmpty();
    assertThatThrownBy(() -> ClassSecurityValidator.validate(ProcessBuilder.class))
        .isInstanceOf(SecurityException.class);
    assertThatThrownBy(() -> ClassSecurityValidator.validate(SchemaHistory.class))
        .isInstanceOf(SecurityException.class);
  }
}
