package io.tidewatch.connectors.gateway.query;

import io.tidewatch.schemas.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the store keeps of a topic, by the topic's keys. */
enum View {
  PROFILE('p', Topic.CUSTOMERS, 1, "profile"),
  SCORE('s', Topic.CUSTOMER_SCORES, 1, "score"),
  ALERTS('a', Topic.CHURN_ALERTS, 10, "alerts"),
  OFFERS_MADE('n', Topic.NEXT_BEST_OFFERS, 10, "offersMade"),
  HELD_BACK('u', Topic.SUPPRESSIONS, 10, "heldBack"),
  OUTCOMES('o', Topic.OUTCOMES, 10, "outcomes"),
  TICKETS('t', Topic.TICKETS, 10, "tickets"),
  PROGRESS('g', Topic.TICKET_PROGRESS, 10, "ticketProgress"),
  INSIGHTS('i', Topic.TICKET_INSIGHTS, 10, "ticketInsights"),
  OFFER('O', Topic.OFFERS, 1, "offer"),
  SLOT('M', Topic.MODELS, 1, "slot"),
  MODEL_STATUS('m', Topic.MODEL_STATUS, 20, "modelStatus");

  private static final Map<Topic, View> BY_TOPIC =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(view -> view.topic, Function.identity()));

  private final char letter;
  private final Topic topic;
  private final int newest;
  private final String field;

  View(char letter, Topic topic, int newest, String field) {
    this.letter = letter;
    this.topic = topic;
    this.newest = newest;
    this.field = field;
  }

  /** Finds the view of a topic. */
  static Optional<View> of(Topic topic) {
    return Optional.ofNullable(BY_TOPIC.get(topic));
  }

  /** Returns the views of one customer, in the order of the answer. */
  static List<View> ofCustomers() {
    return Arrays.stream(values()).filter(View::isOfCustomers).toList();
  }

  /** Returns whether the keys of a topic are customers. */
  static boolean isOfCustomers(Topic topic) {
    return topic.keyField().filter("customerId"::equals).isPresent();
  }

  private boolean isOfCustomers() {
    return isOfCustomers(topic);
  }

  Topic topic() {
    return topic;
  }

  /** Returns what the keys of this view begin with in the store. */
  char letter() {
    return letter;
  }

  /** Returns how many records of a key are kept, the newest. */
  int newest() {
    return newest;
  }

  /** Returns the field of the answer about a customer. */
  String field() {
    return field;
  }
}
