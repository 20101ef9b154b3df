package io.tidewatch.connectors.gateway.collector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tidewatch.schemas.DeadLetterReason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where in an event the fields of our records stand: the first path that has a value counts. The
 * reference page is written from it.
 */
enum Source {
  EVENT_ID("eventId", "all", "messageId"),
  USER("customerId", "all", "userId"),
  ANONYMOUS("customerId, behind `anonymous:`", "all", "anonymousId"),
  PREVIOUS("customerId, behind `anonymous:`", "identities of `alias`", "previousId"),
  LINKED_TO("linkedTo", "identities", "userId"),
  TIME("occurredAt", "all", "timestamp", "originalTimestamp"),
  SENT_AT("occurredAt, against a wrong clock", "all", "sentAt"),

  SESSION("sessionId", "clickstream", "context.sessionId", "properties.session_id"),
  ITEM("itemId", "clickstream", "properties.product_id", "properties.sku"),
  CATEGORY("category", "clickstream", "properties.category", "category"),

  ORDER("orderId", "purchases", "properties.order_id"),
  CURRENCY("currency", "purchases", "properties.currency"),
  AMOUNT("amountMinor", "purchases", "properties.total", "properties.revenue", "properties.value"),
  COUPON("couponIds", "purchases", "properties.coupon"),
  PRODUCTS("lines", "purchases", "properties.products"),
  LINE_ITEM("lines.itemId", "purchases", "product_id", "sku"),
  LINE_CATEGORY("lines.category", "purchases", "category"),
  LINE_QUANTITY("lines.quantity", "purchases", "quantity"),
  LINE_PRICE("lines.amountMinor, of one piece", "purchases", "price"),
  LINE_COUPON("couponIds", "purchases", "coupon"),

  COUPON_OFFER("offerId", "outcomes of coupons", "properties.offer_id", "properties.coupon_id"),
  PROMOTION_OFFER(
      "offerId", "outcomes of promotions", "properties.offer_id", "properties.promotion_id"),
  MESSAGE_OFFER("offerId", "outcomes of e-mails", "properties.offer_id"),
  DECISION("decisionId", "outcomes", "properties.decision_id"),

  TICKET("ticketId", "tickets", "properties.conversation_id"),
  TEXT("text", "tickets", "properties.message_body"),
  RATING("satisfaction", "tickets", "properties.rating"),

  NAME("name", "customers", "traits.name"),
  FIRST_NAME("name, before the last", "customers", "traits.firstName"),
  LAST_NAME("name, after the first", "customers", "traits.lastName"),
  EMAIL("email", "customers", "traits.email"),
  PHONE("phone", "customers", "traits.phone"),
  CONSENTS("consents", "customers", "traits.consents", "context.consent.categoryPreferences"),
  LOCALE("locale", "customers", "traits.locale", "context.locale"),
  TIME_ZONE("timeZone", "customers", "traits.timezone", "context.timezone"),
  SEGMENTS("segments", "customers", "traits.segments");

  private static final JsonNode MISSING = MissingNode.getInstance();

  private final String field;
  private final String topics;
  private final List<String> paths;
  private final String[][] names;

  Source(String field, String topics, String... paths) {
    this.field = field;
    this.topics = topics;
    this.paths = List.of(paths);
    this.names = Arrays.stream(paths).map(path -> path.split("\\.")).toArray(String[][]::new);
  }

  /** Returns the field of our record, for people. */
  String field() {
    return field;
  }

  /** Returns the topics whose records have the field, for people. */
  String topics() {
    return topics;
  }

  /** Returns where it may stand; for a line of an order, within the product. */
  List<String> paths() {
    return paths;
  }

  /** Returns the path of the field in messages about it. */
  String path() {
    return paths.get(0);
  }

  /** Returns the first value that is there: not missing, null or an empty text. */
  Optional<JsonNode> in(JsonNode event) {
    for (String[] path : names) {
      JsonNode value = event;
      for (String name : path) {
        value = value.isObject() ? value.path(name) : MISSING;
      }
      boolean empty =
          value.isMissingNode() || value.isNull() || value.isTextual() && value.asText().isEmpty();
      if (!empty) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the value as text; numbers count as text, because ids often are.
   *
   * @return null if there is none, as our records have it
   * @throws RefusedEventException if it is an object, a list or a truth value
   */
  String textIn(JsonNode event) throws RefusedEventException {
    return textIn(event, path());
  }

  /** As {@link #textIn(JsonNode)}, for a value whose messages give another path. */
  String textIn(JsonNode event, String path) throws RefusedEventException {
    JsonNode value = in(event).orElse(null);
    if (value == null) {
      return null;
    }
    if (!value.isTextual() && !value.isNumber()) {
      throw RefusedEventException.of(DeadLetterReason.BAD_TEXT, path, "is neither text nor number");
    }
    return value.asText();
  }

  /**
   * Returns the value as text.
   *
   * @throws RefusedEventException if there is none, for the given reason
   */
  String requiredIn(JsonNode event, DeadLetterReason reason) throws RefusedEventException {
    String text = textIn(event);
    if (text == null) {
      throw RefusedEventException.of(reason, path(), "is missing");
    }
    return text;
  }
}
