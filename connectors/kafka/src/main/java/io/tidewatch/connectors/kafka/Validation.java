package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.ClickEvent;
import io.tidewatch.schemas.Consent;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.ErasureRequest;
import io.tidewatch.schemas.IdentityLink;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseLine;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** The rules that the documentation of the event schemas states, as checks. Stateless. */
public final class Validation {
  private static final int MAX_LINES = 1_000;
  private static final int MAX_COUPONS = 100;
  private static final int MAX_TICKET_TEXT = 20_000;
  private static final int MAX_PRIORITY = 64;
  private static final int MAX_CONSENTS = 16;
  private static final int MAX_CONSENT_CHANNELS = 32;
  private static final int MAX_SEGMENTS = 64;
  private static final int MAX_NAME = 200;
  private static final int MAX_EMAIL = 320;
  private static final int MAX_PHONE = 64;

  private Validation() {}

  /**
   * Returns the first rule that a record of an event topic breaks, in the order of its fields.
   *
   * @param record record of an event topic
   * @param now wall-clock time, for the rule that nothing lies more than a day ahead
   * @throws IllegalArgumentException if the record belongs to no event topic
   */
  public static Optional<Violation> check(SpecificRecord record, Instant now) {
    Rules rules = new Rules(now);
    if (record instanceof ClickEvent click) {
      click(click, rules);
    } else if (record instanceof PurchaseEvent purchase) {
      purchase(purchase, rules);
    } else if (record instanceof TicketEvent ticket) {
      ticket(ticket, rules);
    } else if (record instanceof CustomerProfile profile) {
      profile(profile, rules);
    } else if (record instanceof OfferOutcome outcome) {
      outcome(outcome, rules);
    } else if (record instanceof ErasureRequest erasure) {
      erasure(erasure, rules);
    } else if (record instanceof IdentityLink link) {
      identity(link, rules);
    } else {
      throw new IllegalArgumentException(
          Topic.of(record).topicName() + " is not an event topic; only events are validated");
    }
    return rules.broken();
  }

  private static void click(ClickEvent e, Rules rules) {
    head(e.getEventId(), e.getCustomerId(), e.getOccurredAt(), e.getReceivedAt(), rules);
    rules.text("sessionId", e.getSessionId());
    rules.text("itemId", e.getItemId());
    rules.text("category", e.getCategory());
  }

  private static void purchase(PurchaseEvent e, Rules rules) {
    head(e.getEventId(), e.getCustomerId(), e.getOccurredAt(), e.getReceivedAt(), rules);
    rules.id("orderId", e.getOrderId());
    rules.currency("currency", e.getCurrency());
    rules.atLeast("amountMinor", e.getAmountMinor(), 0);
    List<PurchaseLine> lines = e.getLines();
    rules.size("lines", lines, MAX_LINES);
    for (int i = 0; i < lines.size() && rules.unbroken(); i++) {
      PurchaseLine line = lines.get(i);
      rules.inside("lines", i);
      rules.id("itemId", line.getItemId());
      rules.text("category", line.getCategory());
      rules.atLeast("quantity", line.getQuantity(), 1);
      rules.atLeast("amountMinor", line.getAmountMinor(), 0);
    }
    rules.outside();
    rules.texts("couponIds", e.getCouponIds(), MAX_COUPONS);
  }

  private static void ticket(TicketEvent e, Rules rules) {
    head(e.getEventId(), e.getCustomerId(), e.getOccurredAt(), e.getReceivedAt(), rules);
    rules.id("ticketId", e.getTicketId());
    rules.personal("text", e.getText(), MAX_TICKET_TEXT);
    if (e.getSatisfaction() != null) {
      rules.between("satisfaction", e.getSatisfaction(), 1, 5);
    }
    rules.text("priority", e.getPriority(), MAX_PRIORITY);
  }

  private static void profile(CustomerProfile e, Rules rules) {
    head(e.getEventId(), e.getCustomerId(), e.getOccurredAt(), e.getReceivedAt(), rules);
    rules.personal("name", e.getName(), MAX_NAME);
    rules.personal("email", e.getEmail(), MAX_EMAIL);
    rules.personal("phone", e.getPhone(), MAX_PHONE);
    rules.size("consents", e.getConsents(), MAX_CONSENTS);
    consentChannels(e.getConsents(), rules);
    rules.locale("locale", e.getLocale());
    rules.timeZone("timeZone", e.getTimeZone());
    rules.texts("segments", e.getSegments(), MAX_SEGMENTS);
  }

  private static void consentChannels(List<Consent> consents, Rules rules) {
    List<String> channels = consents.stream().flatMap(c -> c.getChannels().stream()).toList();
    rules.texts("consents.channels", channels, MAX_CONSENT_CHANNELS);
  }

  private static void outcome(OfferOutcome e, Rules rules) {
    head(e.getEventId(), e.getCustomerId(), e.getOccurredAt(), e.getReceivedAt(), rules);
    rules.id("offerId", e.getOfferId());
    rules.text("decisionId", e.getDecisionId());
    rules.text("alertId", e.getAlertId());
    if (e.getValueMinor() != null) {
      rules.atLeast("valueMinor", e.getValueMinor(), 0);
    }
    if (e.getValueMinor() != null || e.getCurrency() != null) {
      rules.currency("currency", e.getCurrency());
    }
  }

  private static void erasure(ErasureRequest e, Rules rules) {
    head(e.getEventId(), e.getCustomerId(), e.getOccurredAt(), e.getReceivedAt(), rules);
    rules.text("requestedBy", e.getRequestedBy());
  }

  private static void identity(IdentityLink e, Rules rules) {
    head(e.getEventId(), e.getCustomerId(), e.getOccurredAt(), e.getReceivedAt(), rules);
    rules.visitor("customerId", e.getCustomerId());
    if (e.getLinkedTo() != null) {
      rules.id("linkedTo", e.getLinkedTo());
      rules.noVisitor("linkedTo", e.getLinkedTo());
    }
  }

  private static void head(
      String eventId, String customerId, Instant occurredAt, Instant receivedAt, Rules rules) {
    rules.id("eventId", eventId);
    rules.id("customerId", customerId);
    rules.time("occurredAt", occurredAt);
    if (receivedAt != null) {
      rules.time("receivedAt", receivedAt);
    }
  }
}
