package io.tidewatch.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecordJsonTest {

  @Test
  void showsTimesEnumsListsAndNulls() {
    var purchase = Samples.purchase("c1");
    purchase.setReceivedAt(null);
    assertThat(RecordJson.of(purchase))
        .hasToString(
            "{\"eventId\":\"p-1\",\"customerId\":\"c1\",\"occurredAt\":\"2026-03-01T11:59:00Z\","
                + "\"receivedAt\":null,\"kind\":\"PURCHASE\",\"orderId\":\"o-1\",\"currency\":\"EUR\","
                + "\"amountMinor\":1999,\"lines\":["
                + "{\"itemId\":\"i-1\",\"category\":\"dairy\",\"quantity\":1,\"amountMinor\":999},"
                + "{\"itemId\":\"i-2\",\"category\":\"dairy\",\"quantity\":2,\"amountMinor\":1000}],"
                + "\"couponIds\":[\"SPRING\"]}");
  }

  @Test
  void showsBytesInBase64() {
    var letter = new io.tidewatch.schemas.DeadLetter();
    letter.setValue(java.nio.ByteBuffer.wrap(new byte[] {1, 2, 3}));
    assertThat(RecordJson.of(letter).path("value").asText()).isEqualTo("AQID");
  }
}
