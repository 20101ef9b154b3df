package io.tidewatch.connectors.gateway.query;

import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OfferReasons;
import io.tidewatch.schemas.Suppression;
import io.tidewatch.schemas.SuppressionReason;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;

/** Counts records by the day (UTC) of their stream time. One thread. */
final class Counting {
  /** First step of the funnel; the others are kinds of outcomes. */
  static final String MADE = "MADE";

  private static final int DAY = "2026-01-01".length();

  private final Changes changes;

  Counting(Changes changes) {
    this.changes = changes;
  }

  /** Takes a record that has not been seen before. */
  void taken(SpecificRecord record, Trials trials) {
    if (record instanceof NextBestOffer offer) {
      changes.add(Tally.FUNNEL.key(day(offer.getDecidedAt()), MADE, offer.getOfferId()), 1);
      trials.offer(offer);
    } else if (record instanceof Suppression held) {
      OfferReasons.heldBack(held).keySet().forEach(reason -> heldBack(held, reason));
      trials.suppression(held);
    } else if (record instanceof ChurnAlert alert) {
      changes.add(Tally.ALERTS.key(day(alert.getDecidedAt()), alert.getDesk()), 1);
    } else if (record instanceof OfferOutcome outcome) {
      outcome(outcome);
    }
  }

  /** Offers that are held back for one reason at one moment count once. */
  private void heldBack(Suppression held, SuppressionReason reason) {
    changes.add(
        Tally.HELD_BACK.key(day(held.getDecidedAt()), held.getKind().name(), reason.name()), 1);
  }

  private void outcome(OfferOutcome outcome) {
    String day = day(outcome.getOccurredAt());
    if (outcome.getAlertId() != null) {
      changes.add(Tally.ANSWERS.key(day, outcome.getKind().name()), 1);
      return;
    }
    changes.add(Tally.FUNNEL.key(day, outcome.getKind().name(), outcome.getOfferId()), 1);
    if (outcome.getValueMinor() != null) {
      changes.add(
          Tally.VALUE.key(day, outcome.getCurrency(), outcome.getOfferId()),
          outcome.getValueMinor());
    }
  }

  void refused(DeadLetter letter) {
    changes.add(
        Tally.DEAD_LETTERS.key(
            day(letter.getRefusedAt()), letter.getTopic(), letter.getReason().name()),
        1);
  }

  private static String day(Instant at) {
    return at.toString().substring(0, DAY);
  }
}
