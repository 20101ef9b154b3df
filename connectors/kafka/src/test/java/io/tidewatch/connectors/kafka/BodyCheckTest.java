package io.tidewatch.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class BodyCheckTest {
  private static final Schema NOTES =
      SchemaBuilder.record("Notes")
          .fields()
          .requiredString("id")
          .name("texts")
          .type()
          .array()
          .items()
          .stringType()
          .noDefault()
          .endRecord();
  private static final Schema NOTHINGS =
      SchemaBuilder.record("Nothings")
          .fields()
          .name("all")
          .type()
          .array()
          .items()
          .nullType()
          .noDefault()
          .endRecord();
  private static final Schema CHAIN =
      new Schema.Parser()
          .parse(
              "{\"type\":\"record\",\"name\":\"Chain\",\"fields\":[{\"name\":\"next\","
                  + "\"type\":[\"null\",\"Chain\"]}]}");

  /** Writes raw Avro primitives. */
  private interface Writing {
    void to(BinaryEncoder out) throws IOException;
  }

  @Test
  void letsWholeRecordsPass() {
    assertThatCode(
            () ->
                check(
                    NOTES,
                    out -> {
                      out.writeString("n");
                      out.writeLong(-1); // a block that states its size
                      out.writeLong(2);
                      out.writeString("a");
                      out.writeLong(1);
                      out.writeString("b");
                      out.writeLong(0);
                    }))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesLengthsThatAreNegativeOrLargerThanTheRest() {
    assertFault(NOTES, out -> out.writeLong(-3), "id", "a length is negative");
    assertFault(NOTES, out -> out.writeLong(Long.MAX_VALUE), "id", "the bytes end early");
    assertFault(NOTES, out -> out.writeLong(2_000_000_000), "id", "the bytes end early");
  }

  @Test
  void refusesCountsBeforeAnythingIsReserved() {
    assertFault(NOTHINGS, out -> out.writeLong(2_000_000_000), "all", "more than 100000 items");
    assertFault(
        NOTHINGS,
        out -> {
          for (int block = 0; block < 3; block++) {
            out.writeLong(50_000);
          }
        },
        "all",
        "more than 100000 items");
  }

  @Test
  void refusesBlocksThatLieAboutTheirSize() {
    assertFault(
        NOTES,
        out -> {
          out.writeString("n");
          out.writeLong(-1);
          out.writeLong(1);
          out.writeString("abc");
          out.writeLong(0);
        },
        "texts",
        "a block does not have the size that it states");
    assertFault(
        NOTES,
        out -> {
          out.writeString("n");
          out.writeLong(Long.MIN_VALUE);
          out.writeLong(0);
        },
        "texts",
        "a block has an impossible size");
  }

  @Test
  void namesTheItemAtFault() {
    assertFault(
        NOTES,
        out -> {
          out.writeString("n");
          out.writeLong(2);
          out.writeString("a");
          out.writeLong(99);
        },
        "texts[1]",
        "the bytes end early");
  }

  @Test
  void refusesUnknownBranchesAndEndlessNesting() {
    assertFault(CHAIN, out -> out.writeInt(2), "next", "union branch 2 of 2");
    assertThatThrownBy(
            () ->
                check(
                    CHAIN,
                    out -> {
                      for (int i = 0; i < 100_000; i++) {
                        out.writeInt(1);
                      }
                    }))
        .isInstanceOf(BodyCheck.Fault.class)
        .hasMessageContaining("nested more than 64 deep");
  }

  @Test
  void refusesNumbersWithoutEnd() {
    byte[] value = new byte[20];
    Arrays.fill(value, (byte) 0x80);
    assertThatThrownBy(() -> new BodyCheck().check(NOTES, value, 0))
        .hasMessageContaining("longer than ten bytes");
  }

  private static void assertFault(Schema schema, Writing writing, String path, String message) {
    assertThatThrownBy(() -> check(schema, writing))
        .isInstanceOfSatisfying(
            BodyCheck.Fault.class, fault -> assertThat(fault.path()).isEqualTo(path))
        .hasMessageContaining(message);
  }

  private static void check(Schema schema, Writing writing) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    writing.to(encoder);
    encoder.flush();
    new BodyCheck().check(schema, out.toByteArray(), 0);
  }
}
