package io.tidewatch.connectors.kafka.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.types.StringValue;
import org.junit.jupiter.api.Test;

class SearchTermsTest {
  private static final SearchTerms TERMS =
      SearchTerms.of(
          Map.of("id", "hh-12"),
          Map.of("name", "李雷", "mail", "Ada@Example.org", "text", "a \"b\"\nc"));

  @Test
  void findsAnIdOnlyWhereItIsWhole() {
    assertThat(TERMS.in("hh-12")).containsOnly(Map.entry("id", 1L));
    assertThat(TERMS.in("{\"customerId\":\"hh-12\"}")).containsKey("id");
    assertThat(TERMS.in("hh-12,hh-12\n")).containsEntry("id", 2L);
    assertThat(TERMS.in("hh-123")).isEmpty();
    assertThat(TERMS.in("x-hh-12")).isEmpty();
    assertThat(TERMS.in("(hh-12)")).containsKey("id");
  }

  @Test
  void findsAnIdBehindItsLengthWhateverFollows() {
    assertThat(TERMS.in("\nhh-12Hsomething")).as("Avro").containsKey("id");
    assertThat(TERMS.in("\6hh-12Hsomething")).as("Flink").containsKey("id");
    assertThat(TERMS.in("\0\5hh-12Hsomething")).as("Java").containsKey("id");
    assertThat(TERMS.in("x\5\0\0\0hh-12Hsomething")).as("Parquet").containsKey("id");
    assertThat(TERMS.in("\fhh-123Hsomething")).isEmpty();
    String longId = "c".repeat(100);
    SearchTerms terms = SearchTerms.of(Map.of("id", longId), Map.of());
    byte[] avro = ("__" + longId + "Hx").getBytes(UTF_8);
    avro[0] = (byte) (200 & 0x7F | 0x80);
    avro[1] = 200 >> 7;
    assertThat(terms.in(avro)).containsKey("id");
  }

  @Test
  void findsValuesAnywhereInAllForms() throws Exception {
    assertThat(TERMS.in("xada@example.orgx")).containsKey("mail");
    assertThat(TERMS.in("ADA@EXAMPLE.ORG")).containsKey("mail");
    assertThat(TERMS.in("ada@example.com")).isEmpty();
    assertThat(TERMS.in("我叫李雷。")).containsKey("name");
    assertThat(TERMS.in("\"\\u674e\\u96f7\"")).containsKey("name");
    assertThat(TERMS.in("李雷".getBytes(StandardCharsets.UTF_16BE))).containsKey("name");
    assertThat(TERMS.in("李雷".getBytes(StandardCharsets.UTF_16LE))).containsKey("name");
    assertThat(TERMS.in("\\x" + HexFormat.of().formatHex("李雷".getBytes(UTF_8))))
        .containsKey("name");
    assertThat(TERMS.in("{\"text\":\"a \\\"b\\\"\\nc\"}")).containsKey("text");
    DataOutputSerializer out = new DataOutputSerializer(64);
    StringValue.writeString("Frau 李雷 aus", out);
    assertThat(TERMS.in(out.getCopyOfBuffer())).containsKey("name");
    for (String before : new String[] {"", "x", "xy"}) {
      byte[] text = (before + "Ada@Example.org, and more").getBytes(UTF_8);
      assertThat(TERMS.in(Base64.getEncoder().encodeToString(text))).containsKey("mail");
    }
  }

  @Test
  void findsWhatLiesAcrossThePartsOfAStream() throws IOException {
    byte[] bytes = new byte[3 << 20];
    new Random(1).nextBytes(bytes);
    Arrays.fill(bytes, 0, bytes.length, (byte) '.');
    byte[] mail = "Ada@Example.org".getBytes(UTF_8);
    int count = 0;
    for (int at = (1 << 20) - 400; at < (1 << 20) + 400; at += 20) {
      System.arraycopy(mail, 0, bytes, at, mail.length);
      count++;
    }
    System.arraycopy(mail, 0, bytes, 0, mail.length);
    System.arraycopy(mail, 0, bytes, bytes.length - mail.length, mail.length);
    assertThat(TERMS.in(new ByteArrayInputStream(bytes))).containsEntry("mail", count + 2L);
    assertThat(TERMS.in(bytes)).containsEntry("mail", count + 2L);
    assertThat(TERMS.in(new ByteArrayInputStream(new byte[0]))).isEmpty();
  }
}
