package io.tidewatch.customer;

import io.tidewatch.schemas.ClickEvent;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseLine;
import io.tidewatch.schemas.TicketAnalysis;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketEvent;
import java.util.List;

/**
 * Folds events into a {@link CustomerState}. Counts, times, money and decayed sums come out the
 * same in whatever order events are folded; the histories of steps and items, which feed recurrent
 * models, are in order of arrival. So is how far the close of a ticket eases what was said in
 * tickets before.
 *
 * <p>A kind that this version does not know counts as an event seen and as nothing else. An event
 * whose id is among the customer's last {@value RecentIds#CAPACITY} is dropped and counted.
 *
 * <p>Stateless, so one instance serves all threads; allocates nothing, except for profiles.
 */
public final class Fold {
  /** What became of an event. */
  public enum Outcome {
    /** It is in the state now. */
    FOLDED,
    /** Its id was seen already; only the state's count of duplicates changed. */
    DUPLICATE
  }

  /**
   * Folds one event and moves the customer's stream time to when it was available.
   *
   * @throws IllegalArgumentException for an erasure: the caller clears the state instead
   */
  public Outcome fold(CustomerState state, Event event) {
    if (state.own != null) {
      into(state.own, event);
    }
    return into(state, event);
  }

  /**
   * Folds an event of a visitor who turned out to be the customer. It counts like the customer's
   * own, until {@link CustomerState#withoutVisitors} takes it back.
   *
   * @throws IllegalArgumentException for an erasure
   */
  public Outcome foldOfVisitor(CustomerState state, Event event) {
    state.keepOwn();
    return into(state, event);
  }

  /**
   * Makes an event that {@link #foldOfVisitor} folded the customer's own.
   *
   * @throws IllegalArgumentException for an erasure
   */
  public void settle(CustomerState state, Event event) {
    if (state.own != null) {
      into(state.own, event);
    }
  }

  private Outcome into(CustomerState state, Event event) {
    if (!isFoldable(event)) {
      throw new IllegalArgumentException(
          event.topic().topicName() + " are not folded; clear the customer's state instead");
    }
    state.advanceTo(event.availableAtMicros());
    if (!state.recentIds.add(event.eventId())) {
      state.duplicates++;
      return Outcome.DUPLICATE;
    }
    long at = Seconds.ofMicros(event.occurredAtMicros());
    state.seen(at);
    if (event.record() instanceof ClickEvent click) {
      fold(state, click, at);
    } else if (event.record() instanceof PurchaseEvent purchase) {
      fold(state, purchase, at);
    } else if (event.record() instanceof TicketEvent ticket) {
      fold(state, ticket, at);
    } else if (event.record() instanceof OfferOutcome outcome) {
      fold(state, outcome, at);
    } else if (event.record() instanceof CustomerProfile profile) {
      state.profile.fold(profile, event.occurredAtMicros());
    }
    return Outcome.FOLDED;
  }

  private static boolean isFoldable(Event event) {
    return switch (event.topic()) {
      case CLICKSTREAM, PURCHASES, TICKETS, CUSTOMERS, OUTCOMES -> true;
      default -> false;
    };
  }

  private static void fold(CustomerState state, ClickEvent click, long at) {
    switch (click.getKind()) {
      case VIEW, SEARCH, REMOVE_FROM_CART -> {
        state.clicked(at);
        state.steps.append(StepKind.VIEW, at, 0);
      }
      case ADD_TO_CART -> {
        state.clicked(at);
        state.carts.add(at);
        state.steps.append(StepKind.CART, at, 0);
      }
      case UNKNOWN -> {}
    }
  }

  private static void fold(CustomerState state, PurchaseEvent purchase, long at) {
    long amount = purchase.getAmountMinor();
    switch (purchase.getKind()) {
      case PURCHASE -> {
        state.bought(at, amount, purchase.getCurrency());
        foldLines(state, purchase.getLines(), at);
        state.steps.append(StepKind.PURCHASE, at, amount);
      }
      case REFUND -> {
        state.money.refunded(amount, purchase.getCurrency());
        state.steps.append(StepKind.REFUND, at, amount);
      }
      case UNKNOWN -> {}
    }
  }

  private static void foldLines(CustomerState state, List<PurchaseLine> lines, long at) {
    for (int i = 0; i < lines.size(); i++) {
      String category = lines.get(i).getCategory();
      if (category != null) {
        state.boughtIn(category, at);
      }
    }
  }

  private static void fold(CustomerState state, TicketEvent ticket, long at) {
    switch (ticket.getKind()) {
      case OPENED -> {
        state.tickets.opened(at);
        said(state, ticket, at);
        state.steps.append(StepKind.TICKET, at, 0);
      }
      case MESSAGE -> {
        said(state, ticket, at);
        if (ticket.getAuthor() == TicketAuthor.CUSTOMER) {
          state.steps.append(StepKind.TICKET, at, 0);
        }
      }
      case CLOSED -> {
        state.tickets.closed();
        Integer satisfaction = ticket.getSatisfaction();
        if (satisfaction != null) {
          state.tickets.rated(at, satisfaction);
        }
        state.tickets.signals.eased(satisfaction == null ? 0 : satisfaction);
        state.steps.append(StepKind.TICKET_CLOSED, at, 0);
      }
      case UNKNOWN -> {}
    }
  }

  /** The text itself is gone by now; only what was understood of a customer's comes here. */
  private static void said(CustomerState state, TicketEvent ticket, long at) {
    TicketAnalysis analysis = ticket.getAnalysis();
    if (analysis != null) {
      state.tickets.signals.said(
          at,
          ticket.getTicketId(),
          -analysis.getSentiment(),
          analysis.getUrgency(),
          analysis.getLeaving());
    }
  }

  private static void fold(CustomerState state, OfferOutcome outcome, long at) {
    if (outcome.getAlertId() != null) {
      return; // What a desk heard is no answer to an offer.
    }
    OutcomeKind kind = outcome.getKind();
    state.offers.fold(kind, at);
    switch (kind) {
      case DELIVERED, VIEWED, CLICKED, DECLINED -> state.steps.append(StepKind.OFFER, at, 0);
      case ACCEPTED, CONVERTED -> {
        state.acceptedOffers.add(outcome.getOfferId());
        state.steps.append(StepKind.OFFER_ACCEPTED, at, 0);
      }
      case UNKNOWN -> {}
    }
  }
}
