package io.tidewatch.connectors.gateway.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/** Keeps the order of all customers' alerts, the newest first. One thread. */
final class AlertOrder {
  private final Changes changes;

  AlertOrder(Changes changes) {
    this.changes = changes;
  }

  /** Takes the alerts of a customer as they were and as they are. */
  void replace(String customerId, List<String> before, List<String> after) {
    before.forEach(line -> changes.remove(key(customerId, line)));
    after.forEach(line -> changes.put(key(customerId, line), new byte[0]));
  }

  private static byte[] key(String customerId, String line) {
    return Keys.alert(time(Answers.parse(line)), customerId);
  }

  /** Returns when an alert was decided. */
  static Instant time(JsonNode alert) {
    return Instant.parse(alert.path("decidedAt").asText());
  }
}
