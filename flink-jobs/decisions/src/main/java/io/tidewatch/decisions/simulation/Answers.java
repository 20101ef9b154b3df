package io.tidewatch.decisions.simulation;

import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OutcomeKind;
import java.util.Comparator;
import java.util.PriorityQueue;

/** The outcomes that are still to come, in order of their times. */
final class Answers {
  /**
   * An outcome, and whose.
   *
   * @param customer index of the customer
   */
  record Answer(int customer, long atMicros, OfferOutcome outcome) {}

  private final PriorityQueue<Answer> coming =
      new PriorityQueue<>(
          Comparator.comparingLong(Answer::atMicros)
              .thenComparing(answer -> answer.outcome().getEventId()));

  void add(int customer, String decisionId, String offerId, OutcomeKind kind, long atMicros) {
    coming.add(
        new Answer(
            customer,
            atMicros,
            OfferOutcome.newBuilder()
                .setEventId(decisionId + "-" + kind)
                .setCustomerId("customer-" + customer)
                .setOccurredAt(Micros.toInstant(atMicros))
                .setKind(kind)
                .setOfferId(offerId)
                .setDecisionId(decisionId)
                .build()));
  }

  /** Returns whether there is one at or before a time. */
  boolean hasBy(long atMicros) {
    return !coming.isEmpty() && coming.peek().atMicros() <= atMicros;
  }

  Answer next() {
    return coming.remove();
  }
}
