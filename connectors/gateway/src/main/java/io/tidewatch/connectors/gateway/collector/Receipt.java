package io.tidewatch.connectors.gateway.collector;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.kafka.Violation;
import java.util.List;

/**
 * What became of the events of a request that Kafka has acknowledged.
 *
 * @param accepted events on their topics
 * @param ignored events that no topic takes
 * @param refused events that can never be used, now among the dead letters
 */
record Receipt(int accepted, int ignored, List<Refused> refused) {
  private static final int MAX_LISTED = 100;
  private static final int MAX_ID = 128;

  /** One refused event: its place in the batch, its message id or null, and why. */
  record Refused(int index, String messageId, Violation violation) {}

  /** Returns the HTTP status: 400 if all events were refused, so that the tracker is told. */
  int status() {
    return accepted + ignored == 0 && !refused.isEmpty() ? 400 : 200;
  }

  /** Returns the body of the answer; of many refused events the first 100. */
  ObjectNode json() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("success", status() == 200)
            .put("accepted", accepted)
            .put("ignored", ignored)
            .put("refused", refused.size());
    if (!refused.isEmpty()) {
      ArrayNode list = json.putArray("errors");
      refused.stream().limit(MAX_LISTED).forEach(one -> list.add(json(one)));
    }
    return json;
  }

  private static ObjectNode json(Refused one) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("index", one.index());
    if (one.messageId() != null && one.messageId().length() <= MAX_ID) {
      json.put("messageId", one.messageId());
    }
    return json.put("reason", one.violation().reason().name())
        .put("field", one.violation().field())
        .put("detail", one.violation().detail());
  }
}
