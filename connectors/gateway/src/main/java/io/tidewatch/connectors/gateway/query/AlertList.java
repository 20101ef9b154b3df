package io.tidewatch.connectors.gateway.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.gateway.query.Store.Entry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The alerts of all customers, the newest first, with what became of them. An alert is done when a
 * desk's outcome of it is on the topic outcomes; that it sleeps is kept in this store alone.
 * Thread-safe.
 */
final class AlertList {
  /** Longest sleep. */
  static final Duration LONGEST = Duration.ofDays(30);

  /** Alerts that one question looks at at most; the next page goes on behind them. */
  private static final int LOOK_AT = 2_000;

  private final Store store;

  /** What became of an alert. */
  enum State {
    OPEN,
    SNOOZED,
    DONE;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  AlertList(Store store) {
    this.store = store;
  }

  /**
   * Returns a page.
   *
   * @param wanted alerts in this state; empty: all
   */
  ObjectNode page(Optional<State> wanted, Optional<byte[]> after, int limit, Instant now) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode alerts = answer.putArray("alerts");
    List<Entry> found = store.scan(Keys.alertPrefix(), after, LOOK_AT);
    for (int i = 0; i < found.size(); i++) {
      byte[] key = found.get(i).key();
      addAt(key, wanted, now, alerts);
      boolean more = i + 1 < found.size() || found.size() == LOOK_AT;
      if (more && (alerts.size() >= limit || i + 1 == found.size())) {
        Pages.next(answer, key);
        break;
      }
    }
    return answer;
  }

  /** Adds the alerts that one customer had at one moment. */
  private void addAt(byte[] key, Optional<State> wanted, Instant now, ArrayNode alerts) {
    String customerId = Keys.alertCustomer(key);
    Instant at = Keys.alertTime(key);
    for (String line : lines(View.ALERTS, customerId)) {
      ObjectNode alert = (ObjectNode) Answers.parse(line);
      if (AlertOrder.time(alert).toEpochMilli() == at.toEpochMilli()) {
        State state = complete(alert, now);
        if (wanted.isEmpty() || wanted.get() == state) {
          alerts.add(alert);
        }
      }
    }
  }

  /** Finds an alert of a customer. */
  Optional<ObjectNode> find(String customerId, String alertId, Instant now) {
    for (String line : lines(View.ALERTS, customerId)) {
      ObjectNode alert = (ObjectNode) Answers.parse(line);
      if (alert.path("alertId").asText().equals(alertId)) {
        complete(alert, now);
        return Optional.of(alert);
      }
    }
    return Optional.empty();
  }

  /** Adds what became of an alert. */
  State complete(ObjectNode alert, Instant now) {
    String customerId = alert.path("customerId").asText();
    Optional<JsonNode> outcome = outcome(customerId, alert.path("alertId").asText());
    Optional<Instant> until = snoozedUntil(customerId).filter(now::isBefore);
    State state = outcome.isPresent() ? State.DONE : until.isPresent() ? State.SNOOZED : State.OPEN;
    alert.put("state", state.text());
    alert.put("outcome", outcome.map(found -> found.path("kind").asText()).orElse(null));
    alert.put(
        "snoozedUntil",
        until.filter(end -> state == State.SNOOZED).map(Instant::toString).orElse(null));
    return state;
  }

  private Optional<JsonNode> outcome(String customerId, String alertId) {
    return lines(View.OUTCOMES, customerId).stream()
        .map(Answers::parse)
        .filter(outcome -> outcome.path("alertId").asText().equals(alertId))
        .findFirst();
  }

  private Optional<Instant> snoozedUntil(String customerId) {
    return store.get(Keys.snooze(customerId)).map(Changes::number).map(Instant::ofEpochMilli);
  }

  /** Lets a customer's alerts sleep until a time; a time in the past wakes them. */
  void snooze(String customerId, Instant until) {
    store.write(
        Map.of(
            ByteBuffer.wrap(Keys.snooze(customerId)),
            Optional.of(Changes.bytes(until.toEpochMilli()))));
  }

  private List<String> lines(View view, String customerId) {
    return Projection.lines(store.get(Keys.of(view, customerId)));
  }
}
