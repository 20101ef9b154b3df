package io.tidewatch.connectors.delivery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.Reason;

/**
 * The event that webhooks carry, in the form of Standard Webhooks (type, timestamp, data): {@code
 * churn.alert} with one alert as its data, or {@code churn.alerts} with several.
 */
final class WebhookBody {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private WebhookBody() {}

  static ObjectNode of(Message message) {
    ChurnAlert newest = message.alerts().get(message.alerts().size() - 1);
    ObjectNode event = NODES.objectNode();
    boolean one = message.alerts().size() == 1;
    event.put("type", one ? "churn.alert" : "churn.alerts");
    event.put("timestamp", newest.getDecidedAt().toString());
    if (one) {
      event.set("data", alert(newest));
    } else {
      ArrayNode alerts = event.putObject("data").putArray("alerts");
      message.alerts().forEach(alert -> alerts.add(alert(alert)));
    }
    return event;
  }

  private static ObjectNode alert(ChurnAlert alert) {
    ObjectNode data = NODES.objectNode();
    data.put("alertId", alert.getAlertId());
    data.put("customerId", alert.getCustomerId());
    data.put("decidedAt", alert.getDecidedAt().toString());
    data.put("churn", alert.getChurn());
    data.put("purchase7", alert.getPurchase7());
    data.put("valueAtRiskMinor", alert.getValueAtRiskMinor());
    data.put("expectedSpendMinor", alert.getExpectedSpendMinor());
    data.put("usualSpendMinor", alert.getUsualSpendMinor());
    data.put("currency", alert.getCurrency());
    data.put("desk", alert.getDesk());
    ArrayNode reasons = data.putArray("reasons");
    for (Reason reason : alert.getReasons()) {
      reasons
          .addObject()
          .put("group", reason.getGroup())
          .put("contribution", reason.getContribution())
          .put("text", reason.getText());
    }
    AlertTexts.action(alert).ifPresent(action -> data.put("action", action));
    data.putObject("model")
        .put("name", alert.getModel().getName())
        .put("version", alert.getModel().getVersion());
    data.put("policyVersion", alert.getPolicyVersion());
    return data;
  }
}
