package io.tidewatch.connectors.gateway.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prometheus.client.CollectorRegistry;
import io.tidewatch.connectors.gateway.query.ProcessMetrics.Figure;
import io.tidewatch.connectors.gateway.query.Store.Entry;
import io.tidewatch.connectors.gateway.query.Tally.Count;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the platform runs: events by topic and what became of them, lag, latencies, and records that
 * were refused. Thread-safe.
 */
final class Operations {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** What a record of each histogram is called in the answer. */
  private static final Map<String, String> LATENCIES =
      Map.of(
          "collector", "tidewatch_collector_request_seconds", "query", "tidewatch_query_seconds");

  private static final String EVENTS = "tidewatch_events_total";
  private static final String LAG = "tidewatch_lag_records";
  private static final Set<String> NAMES =
      Stream.concat(
              Stream.of(EVENTS, LAG),
              LATENCIES.values().stream().map(name -> name + ProcessMetrics.BUCKET))
          .collect(Collectors.toUnmodifiableSet());

  private static final int NEWEST = 50;

  private final Store store;
  private final CollectorRegistry registry;

  Operations(Store store, CollectorRegistry registry) {
    this.store = store;
    this.registry = registry;
  }

  ObjectNode now(Instant now) {
    ProcessMetrics metrics = ProcessMetrics.read(registry, NAMES);
    ObjectNode answer = NODES.objectNode().put("at", now.toString());
    answer.set("topics", topics(metrics));
    answer.set("latencies", latencies(metrics));
    answer.set("deadLetters", deadLetters());
    answer.set("newestDeadLetters", newestDeadLetters());
    return answer;
  }

  private static ArrayNode topics(ProcessMetrics metrics) {
    Map<String, ObjectNode> topics = new TreeMap<>();
    for (Figure figure : metrics.figures(EVENTS)) {
      topic(topics, figure.labels().get(0))
          .put(field(figure.labels().get(1)), (long) figure.value());
    }
    for (Figure figure : metrics.figures(LAG)) {
      topic(topics, figure.labels().get(0)).put("lag", (long) figure.value());
    }
    return NODES.arrayNode().addAll(topics.values());
  }

  private static ObjectNode topic(Map<String, ObjectNode> topics, String name) {
    return topics.computeIfAbsent(name, topic -> NODES.objectNode().put("topic", topic));
  }

  private static String field(String outcome) {
    return outcome.equals("dead_lettered") ? "deadLettered" : outcome;
  }

  private static ArrayNode latencies(ProcessMetrics metrics) {
    ArrayNode latencies = NODES.arrayNode();
    new TreeMap<>(LATENCIES)
        .forEach(
            (name, histogram) ->
                metrics
                    .quantile(histogram, 0.5)
                    .ifPresent(
                        median ->
                            latencies
                                .addObject()
                                .put("of", name)
                                .put("p50Millis", 1e3 * median)
                                .put(
                                    "p99Millis",
                                    1e3 * metrics.quantile(histogram, 0.99).orElse(median))));
    return latencies;
  }

  private ArrayNode deadLetters() {
    ArrayNode counts = NODES.arrayNode();
    for (Count count : Tally.DEAD_LETTERS.all(store)) {
      counts
          .addObject()
          .put("day", count.parts().get(0))
          .put("topic", count.parts().get(1))
          .put("reason", count.parts().get(2))
          .put("count", count.number());
    }
    return counts;
  }

  private ArrayNode newestDeadLetters() {
    List<ObjectNode> letters = new ArrayList<>();
    for (Entry entry : store.scan(Keys.deadLetterPrefix(), Optional.empty(), Integer.MAX_VALUE)) {
      letters.add((ObjectNode) Answers.parse(entry.value()));
    }
    letters.sort(
        Comparator.comparing((ObjectNode letter) -> letter.path("refusedAt").asText()).reversed());
    return NODES.arrayNode().addAll(letters.subList(0, Math.min(NEWEST, letters.size())));
  }
}
