package io.tidewatch.connectors.gateway.collector;

import io.tidewatch.schemas.ClickKind;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketKind;
import io.tidewatch.schemas.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/**
 * What becomes of which event: the one table of the collector. Names of tracked events are those of
 * Segment's e-commerce, live chat and e-mail specs, in any case. The reference page is written from
 * it.
 */
enum Mapping {
  PAGE(Call.PAGE, "", Topic.CLICKSTREAM, ClickKind.VIEW, Clicks.as(ClickKind.VIEW)),
  SCREEN(Call.SCREEN, "", Topic.CLICKSTREAM, ClickKind.VIEW, Clicks.as(ClickKind.VIEW)),
  PRODUCT_VIEWED(
      Call.TRACK, "Product Viewed", Topic.CLICKSTREAM, ClickKind.VIEW, Clicks.as(ClickKind.VIEW)),
  PRODUCT_LIST_VIEWED(
      Call.TRACK,
      "Product List Viewed",
      Topic.CLICKSTREAM,
      ClickKind.VIEW,
      Clicks.as(ClickKind.VIEW)),
  PRODUCTS_SEARCHED(
      Call.TRACK,
      "Products Searched",
      Topic.CLICKSTREAM,
      ClickKind.SEARCH,
      Clicks.as(ClickKind.SEARCH)),
  PRODUCT_ADDED(
      Call.TRACK,
      "Product Added",
      Topic.CLICKSTREAM,
      ClickKind.ADD_TO_CART,
      Clicks.as(ClickKind.ADD_TO_CART)),
  PRODUCT_REMOVED(
      Call.TRACK,
      "Product Removed",
      Topic.CLICKSTREAM,
      ClickKind.REMOVE_FROM_CART,
      Clicks.as(ClickKind.REMOVE_FROM_CART)),
  ORDER_COMPLETED(
      Call.TRACK,
      "Order Completed",
      Topic.PURCHASES,
      PurchaseKind.PURCHASE,
      Orders.as(PurchaseKind.PURCHASE)),
  ORDER_REFUNDED(
      Call.TRACK,
      "Order Refunded",
      Topic.PURCHASES,
      PurchaseKind.REFUND,
      Orders.as(PurchaseKind.REFUND)),
  COUPON_APPLIED(
      Call.TRACK,
      "Coupon Applied",
      Topic.OUTCOMES,
      OutcomeKind.ACCEPTED,
      Outcomes.as(OutcomeKind.ACCEPTED, Source.COUPON_OFFER)),
  COUPON_REMOVED(
      Call.TRACK,
      "Coupon Removed",
      Topic.OUTCOMES,
      OutcomeKind.DECLINED,
      Outcomes.as(OutcomeKind.DECLINED, Source.COUPON_OFFER)),
  PROMOTION_VIEWED(
      Call.TRACK,
      "Promotion Viewed",
      Topic.OUTCOMES,
      OutcomeKind.VIEWED,
      Outcomes.as(OutcomeKind.VIEWED, Source.PROMOTION_OFFER)),
  PROMOTION_CLICKED(
      Call.TRACK,
      "Promotion Clicked",
      Topic.OUTCOMES,
      OutcomeKind.CLICKED,
      Outcomes.as(OutcomeKind.CLICKED, Source.PROMOTION_OFFER)),
  EMAIL_DELIVERED(
      Call.TRACK,
      "Email Delivered",
      Topic.OUTCOMES,
      OutcomeKind.DELIVERED,
      Outcomes.as(OutcomeKind.DELIVERED, Source.MESSAGE_OFFER)),
  EMAIL_OPENED(
      Call.TRACK,
      "Email Opened",
      Topic.OUTCOMES,
      OutcomeKind.VIEWED,
      Outcomes.as(OutcomeKind.VIEWED, Source.MESSAGE_OFFER)),
  EMAIL_LINK_CLICKED(
      Call.TRACK,
      "Email Link Clicked",
      Topic.OUTCOMES,
      OutcomeKind.CLICKED,
      Outcomes.as(OutcomeKind.CLICKED, Source.MESSAGE_OFFER)),
  CHAT_STARTED(
      Call.TRACK,
      "Live Chat Conversation Started",
      Topic.TICKETS,
      TicketKind.OPENED,
      Tickets.as(TicketKind.OPENED, TicketAuthor.CUSTOMER)),
  CHAT_SENT(
      Call.TRACK,
      "Live Chat Message Sent",
      Topic.TICKETS,
      TicketKind.MESSAGE,
      Tickets.as(TicketKind.MESSAGE, TicketAuthor.CUSTOMER)),
  CHAT_RECEIVED(
      Call.TRACK,
      "Live Chat Message Received",
      Topic.TICKETS,
      TicketKind.MESSAGE,
      Tickets.as(TicketKind.MESSAGE, TicketAuthor.AGENT)),
  CHAT_ENDED(
      Call.TRACK,
      "Live Chat Conversation Ended",
      Topic.TICKETS,
      TicketKind.CLOSED,
      Tickets.as(TicketKind.CLOSED, TicketAuthor.SYSTEM)),
  IDENTIFY_PROFILE(Call.IDENTIFY, "", Topic.CUSTOMERS, null, Profiles::of),
  IDENTIFY_LINK(Call.IDENTIFY, "", Topic.IDENTITIES, null, Identities::ofIdentify),
  ALIAS(Call.ALIAS, "", Topic.IDENTITIES, null, Identities::ofAlias);

  /** Makes a record of an event; empty if the event says nothing that can be used. */
  @FunctionalInterface
  interface Maker {
    Optional<SpecificRecord> make(Tracked event) throws RefusedEventException;
  }

  private static final Map<String, List<Mapping>> BY_NAME =
      Arrays.stream(values()).collect(Collectors.groupingBy(Mapping::key));

  private final Call call;
  private final String eventName;
  private final Topic topic;
  private final Enum<?> kind;
  private final Maker maker;

  Mapping(Call call, String eventName, Topic topic, Enum<?> kind, Maker maker) {
    this.call = call;
    this.eventName = eventName;
    this.topic = topic;
    this.kind = kind;
    this.maker = maker;
  }

  /**
   * Finds the rows of an event, each of which may make a record of it.
   *
   * @return none if such events are not used
   * @throws RefusedEventException if a track call does not say what it tracks
   */
  static List<Mapping> of(Tracked event) throws RefusedEventException {
    return BY_NAME.getOrDefault(key(event.call(), event.eventName()), List.of());
  }

  /**
   * Makes the record of an event of this row.
   *
   * @return empty if the event says nothing that can be used
   * @throws RefusedEventException if a field has a wrong form
   */
  Optional<SpecificRecord> make(Tracked event) throws RefusedEventException {
    return maker.make(event);
  }

  private String key() {
    return key(call, eventName);
  }

  private static String key(Call call, String eventName) {
    return call.type() + ' ' + eventName.toLowerCase(Locale.ROOT);
  }

  Call call() {
    return call;
  }

  /** Returns the name of the tracked event; empty for other calls. */
  String eventName() {
    return eventName;
  }

  Topic topic() {
    return topic;
  }

  /** Returns the kind that the records have, for people; empty where records have none. */
  String kind() {
    return kind == null ? "" : kind.name();
  }
}
