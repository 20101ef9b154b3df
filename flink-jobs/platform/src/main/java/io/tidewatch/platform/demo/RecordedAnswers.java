package io.tidewatch.platform.demo;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.PurchaseLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Answers the job's offers as far as a recording can: an offer is delivered a minute after it was
 * made, and converted by the first recorded purchase in one of its categories within three days.
 * The customers bought that without the offer, so the answers say how well offers are aimed, not
 * what they bring. Immutable.
 */
final class RecordedAnswers {
  private static final Duration DELIVERY = Duration.ofMinutes(1);
  private static final long TIME_TO_ANSWER = 3 * Micros.PER_DAY;

  private final Map<String, Offer> offers = new HashMap<>();
  private final Map<String, List<Event>> purchases = new HashMap<>(); // by customer, by time

  /**
   * Indexes what was bought.
   *
   * @param offers all that may be made
   * @param events by rising availability
   */
  RecordedAnswers(Collection<Offer> offers, List<Event> events) {
    offers.forEach(offer -> this.offers.put(offer.getOfferId(), offer));
    for (Event event : events) {
      if (event.record() instanceof PurchaseEvent purchase
          && purchase.getKind() == PurchaseKind.PURCHASE) {
        purchases.computeIfAbsent(purchase.getCustomerId(), id -> new ArrayList<>()).add(event);
      }
    }
  }

  /**
   * Returns the outcomes of an offer.
   *
   * @param nowMicros stream time of the replay: nothing is known before it
   */
  List<Event> to(NextBestOffer made, long nowMicros) {
    List<Event> answers = new ArrayList<>();
    long delivered = Micros.of(made.getDecidedAt().plus(DELIVERY));
    answers.add(outcome(made, OutcomeKind.DELIVERED, delivered, nowMicros));
    conversion(made, delivered)
        .ifPresent(
            purchase ->
                answers.add(
                    outcome(
                        made,
                        OutcomeKind.CONVERTED,
                        purchase.occurredAtMicros(),
                        Math.max(purchase.availableAtMicros(), nowMicros))));
    return answers;
  }

  private Optional<Event> conversion(NextBestOffer made, long deliveredMicros) {
    Offer offer = offers.get(made.getOfferId());
    long until = Micros.of(made.getDecidedAt()) + TIME_TO_ANSWER;
    return purchases.getOrDefault(made.getCustomerId(), List.of()).stream()
        .filter(event -> event.occurredAtMicros() > deliveredMicros)
        .filter(event -> event.availableAtMicros() < until)
        .filter(event -> isOf((PurchaseEvent) event.record(), offer))
        .findFirst();
  }

  private static boolean isOf(PurchaseEvent purchase, Offer offer) {
    return purchase.getLines().stream()
        .map(PurchaseLine::getCategory)
        .filter(Objects::nonNull) // not every product has one, and no list is asked for it
        .anyMatch(offer.getCategories()::contains);
  }

  private static Event outcome(
      NextBestOffer made, OutcomeKind kind, long atMicros, long knownMicros) {
    return Event.of(
        OfferOutcome.newBuilder()
            .setEventId(kind + "-" + made.getDecisionId())
            .setCustomerId(made.getCustomerId())
            .setOccurredAt(Micros.toInstant(atMicros))
            .setReceivedAt(Micros.toInstant(Math.max(atMicros, knownMicros)))
            .setKind(kind)
            .setOfferId(made.getOfferId())
            .setDecisionId(made.getDecisionId())
            .build());
  }
}
