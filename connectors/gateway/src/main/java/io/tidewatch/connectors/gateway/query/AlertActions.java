package io.tidewatch.connectors.gateway.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.gateway.http.ProblemException;
import io.tidewatch.connectors.gateway.query.AlertList.State;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OutcomeKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Takes what a desk did about an alert: let it sleep, wake it, or close it with what the customer
 * said, which goes to the topic outcomes. Thread-safe.
 */
final class AlertActions {
  /** What a desk can hear: taken, turned down, or reached without an answer. */
  static final Set<OutcomeKind> OUTCOMES =
      Set.of(OutcomeKind.ACCEPTED, OutcomeKind.DECLINED, OutcomeKind.DELIVERED);

  /** Stands for the offer where the alert named no action. */
  static final String NO_ACTION = "retention-call";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final AlertList alerts;
  private final RecordProducer producer;

  AlertActions(AlertList alerts, RecordProducer producer) {
    this.alerts = alerts;
    this.producer = producer;
  }

  /**
   * Does what a request says.
   *
   * @return the state that follows; completed when Kafka has the outcome, if there is one
   * @throws ProblemException 400 if the request is not understood, 404 if there is no such alert
   */
  CompletableFuture<ObjectNode> take(byte[] body, Instant now) {
    JsonNode request = parse(body);
    String customerId = text(request, "customerId");
    String alertId = text(request, "alertId");
    ObjectNode alert =
        alerts
            .find(customerId, alertId, now)
            .orElseThrow(
                () ->
                    ProblemException.of(
                        404, "unknown alert", "the customer has no alert of this id"));
    String action = text(request, "action");
    return switch (action) {
      case "snooze" -> snooze(customerId, alertId, now.plus(sleep(request)), State.SNOOZED);
      case "wake" -> snooze(customerId, alertId, now, State.OPEN);
      case "done" -> done(alert, outcome(request), now);
      default -> throw bad("action", "snooze, wake or done");
    };
  }

  private CompletableFuture<ObjectNode> snooze(
      String customerId, String alertId, Instant until, State state) {
    alerts.snooze(customerId, until);
    return CompletableFuture.completedFuture(answer(alertId, state));
  }

  /** The id of the event follows from alert and kind: who clicks twice says it once. */
  private CompletableFuture<ObjectNode> done(ObjectNode alert, OutcomeKind kind, Instant now) {
    String alertId = alert.path("alertId").asText();
    OfferOutcome outcome =
        OfferOutcome.newBuilder()
            .setEventId(alertId + "-" + kind)
            .setCustomerId(alert.path("customerId").asText())
            .setOccurredAt(now)
            .setKind(kind)
            .setOfferId(alert.at("/retention/actionId").asText(NO_ACTION))
            .setAlertId(alertId)
            .build();
    return producer.send(outcome).thenApply(sent -> answer(alertId, State.DONE));
  }

  private static ObjectNode answer(String alertId, State state) {
    return JsonNodeFactory.instance.objectNode().put("alertId", alertId).put("state", state.text());
  }

  private static Duration sleep(JsonNode request) {
    JsonNode hours = request.path("hours");
    if (!hours.canConvertToInt()
        || hours.asInt() < 1
        || hours.asInt() > AlertList.LONGEST.toHours()) {
      throw bad("hours", "a whole number from 1 to " + AlertList.LONGEST.toHours());
    }
    return Duration.ofHours(hours.asInt());
  }

  private static OutcomeKind outcome(JsonNode request) {
    Optional<OutcomeKind> found =
        OUTCOMES.stream()
            .filter(kind -> kind.name().equals(request.path("outcome").asText()))
            .findFirst();
    return found.orElseThrow(() -> bad("outcome", "ACCEPTED, DECLINED or DELIVERED"));
  }

  private static String text(JsonNode request, String field) {
    JsonNode value = request.path(field);
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw bad(field, "a text");
    }
    return value.asText();
  }

  private static JsonNode parse(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw ProblemException.of(400, "bad action", "the body is no JSON");
    }
  }

  private static ProblemException bad(String field, String wanted) {
    return ProblemException.of(400, "bad action", field + " must be " + wanted);
  }
}
