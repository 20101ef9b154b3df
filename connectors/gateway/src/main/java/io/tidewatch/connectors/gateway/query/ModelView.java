package io.tidewatch.connectors.gateway.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prometheus.client.CollectorRegistry;
import io.tidewatch.connectors.gateway.query.ProcessMetrics.Figure;
import io.tidewatch.connectors.gateway.query.Tally.Count;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How models do: figures of the job's guards by slot, drift by feature, and what shadows say beside
 * the model that decides. Thread-safe.
 */
final class ModelView {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String HEALTH = "tidewatch_model_health";

  private final Store store;
  private final CollectorRegistry registry;

  ModelView(Store store, CollectorRegistry registry) {
    this.store = store;
    this.registry = registry;
  }

  ObjectNode now() {
    Map<String, ObjectNode> slots = new TreeMap<>();
    for (Figure figure : ProcessMetrics.read(registry, Set.of(HEALTH)).figures(HEALTH)) {
      List<String> labels = figure.labels();
      ObjectNode slot = slots.computeIfAbsent(labels.get(0), ModelView::slot);
      boolean ofScores = labels.get(1).isEmpty();
      ObjectNode to =
          ofScores
              ? (ObjectNode) slot.get("metrics")
              : ((ObjectNode) slot.get("features")).withObjectProperty(labels.get(1));
      put(to, labels.get(2), figure.value());
    }
    ObjectNode answer = NODES.objectNode();
    answer.putArray("slots").addAll(slots.values());
    answer.set("shadows", shadows());
    return answer;
  }

  private static ObjectNode slot(String key) {
    ObjectNode slot = NODES.objectNode().put("slot", key);
    slot.putObject("metrics");
    slot.putObject("features");
    return slot;
  }

  /** JSON has no NaN, which stands for too little known. */
  private static void put(ObjectNode to, String metric, double value) {
    if (Double.isFinite(value)) {
      to.put(metric, value);
    } else {
      to.putNull(metric);
    }
  }

  private ArrayNode shadows() {
    Map<String, ObjectNode> pairs = new TreeMap<>();
    for (Count count : Tally.SHADOWS.all(store)) {
      List<String> parts = count.parts();
      ObjectNode pair =
          pairs.computeIfAbsent(
              String.join("/", parts.subList(0, 3)), key -> pair(parts.subList(0, 3)));
      ArrayNode row = (ArrayNode) pair.get("tenths").get(Integer.parseInt(parts.get(3)));
      row.set(Integer.parseInt(parts.get(4)), count.number());
      pair.put("decisions", pair.path("decisions").asLong() + count.number());
    }
    return NODES.arrayNode().addAll(pairs.values());
  }

  private static ObjectNode pair(List<String> names) {
    ObjectNode pair =
        NODES
            .objectNode()
            .put("model", names.get(0))
            .put("decidedBy", names.get(1))
            .put("shadow", names.get(2))
            .put("decisions", 0L);
    ArrayNode rows = pair.putArray("tenths");
    for (int i = 0; i < Shadows.TENTHS; i++) {
      ArrayNode row = rows.addArray();
      for (int j = 0; j < Shadows.TENTHS; j++) {
        row.add(0L);
      }
    }
    return pair;
  }
}
