package io.tidewatch.connectors.gateway.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.gateway.query.Tally.Count;
import io.tidewatch.connectors.gateway.query.Trial.Arm;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What became of offers: steps by day and by offer, what was held back and why, and what offers
 * bring against the holdout. Days are those of stream time in UTC. Thread-safe.
 */
final class Funnel {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Two-sided 95 % of a normal distribution. */
  private static final double Z = 1.959964;

  private final Store store;

  Funnel(Store store) {
    this.store = store;
  }

  /**
   * Returns the newest days that anything was counted on.
   *
   * @param days how many days back from the newest, at least 1
   */
  ObjectNode newest(int days) {
    List<Count> steps = Tally.FUNNEL.all(store);
    List<Count> held = Tally.HELD_BACK.all(store);
    String from = from(steps, held, days);
    ObjectNode answer = NODES.objectNode().put("from", from);
    answer.set("days", byDay(since(from, steps)));
    answer.set("offers", byOffer(since(from, steps), since(from, Tally.VALUE.all(store))));
    answer.set("heldBack", heldBack(since(from, held)));
    answer.set("uplift", uplift());
    return answer;
  }

  /**
   * Only what the job decided says what day it is: in a replay, the clocks of those who report
   * outcomes run ahead of stream time.
   */
  private static String from(List<Count> steps, List<Count> held, int days) {
    return Stream.concat(
            steps.stream().filter(count -> count.parts().get(1).equals(Counting.MADE)),
            held.stream())
        .map(count -> count.parts().get(0))
        .max(Comparator.naturalOrder())
        .map(newest -> LocalDate.parse(newest).minusDays(days - 1L).toString())
        .orElse("");
  }

  private static List<Count> since(String from, List<Count> counts) {
    return counts.stream().filter(count -> count.parts().get(0).compareTo(from) >= 0).toList();
  }

  private static ArrayNode byDay(List<Count> steps) {
    Map<String, ObjectNode> days = new TreeMap<>();
    for (Count count : steps) {
      String day = count.parts().get(0);
      ObjectNode one = days.computeIfAbsent(day, d -> NODES.objectNode().put("day", d));
      add(one, count.parts().get(1), count.number());
    }
    return NODES.arrayNode().addAll(days.values());
  }

  private ArrayNode byOffer(List<Count> steps, List<Count> values) {
    Map<String, ObjectNode> offers = new TreeMap<>();
    for (Count count : steps) {
      add(offer(offers, count.parts().get(2)), count.parts().get(1), count.number());
    }
    for (Count count : values) {
      ObjectNode value = (ObjectNode) offer(offers, count.parts().get(2)).get("valueMinor");
      add(value, count.parts().get(1), count.number());
    }
    return NODES.arrayNode().addAll(offers.values());
  }

  private ObjectNode offer(Map<String, ObjectNode> offers, String offerId) {
    return offers.computeIfAbsent(
        offerId,
        id -> {
          ObjectNode one = NODES.objectNode().put("offerId", id);
          String name =
              store
                  .get(Keys.of(View.OFFER, id))
                  .map(Answers::parse)
                  .map(offer -> offer.path("name").asText())
                  .orElse(id);
          one.put("name", name).putObject("valueMinor");
          return one;
        });
  }

  private static ArrayNode heldBack(List<Count> held) {
    Map<String, ObjectNode> reasons = new TreeMap<>();
    for (Count count : held) {
      String kind = count.parts().get(1);
      String reason = count.parts().get(2);
      ObjectNode one =
          reasons.computeIfAbsent(
              kind + "/" + reason, k -> NODES.objectNode().put("kind", kind).put("reason", reason));
      add(one, "count", count.number());
    }
    return NODES.arrayNode().addAll(reasons.values());
  }

  private static void add(ObjectNode to, String field, long number) {
    to.put(field, to.path(field).asLong() + number);
  }

  /** Difference of two shares with its interval after Agresti and Caffo (2000). */
  private ObjectNode uplift() {
    Map<String, Long> counts = new HashMap<>();
    for (Count count : Tally.ARMS.all(store)) {
      counts.put(String.join("/", count.parts()), count.number());
    }
    long offeredBought = counts.getOrDefault(Arm.OFFERED + "/bought", 0L);
    long offered = offeredBought + counts.getOrDefault(Arm.OFFERED + "/not", 0L);
    long heldOutBought = counts.getOrDefault(Arm.HELD_OUT + "/bought", 0L);
    long heldOut = heldOutBought + counts.getOrDefault(Arm.HELD_OUT + "/not", 0L);
    ObjectNode answer =
        NODES
            .objectNode()
            .put("windowDays", Trial.WINDOW.toDays())
            .put("offered", offered)
            .put("offeredBought", offeredBought)
            .put("heldOut", heldOut)
            .put("heldOutBought", heldOutBought);
    if (offered == 0 || heldOut == 0) {
      return answer.putNull("difference").putNull("low").putNull("high");
    }
    double p = (offeredBought + 1.0) / (offered + 2.0);
    double q = (heldOutBought + 1.0) / (heldOut + 2.0);
    double half = Z * Math.sqrt(p * (1 - p) / (offered + 2.0) + q * (1 - q) / (heldOut + 2.0));
    return answer
        .put("difference", (double) offeredBought / offered - (double) heldOutBought / heldOut)
        .put("low", p - q - half)
        .put("high", p - q + half);
  }
}
