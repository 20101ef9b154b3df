package io.tidewatch.connectors.gateway.query;

import io.tidewatch.connectors.gateway.query.Trial.Arm;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.OfferReasons;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.SuppressedKind;
import io.tidewatch.schemas.Suppression;
import io.tidewatch.schemas.SuppressionReason;
import java.time.Instant;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Keeps what is known of offers against the holdout. Customers enter at their first chance of an
 * offer that the lot was drawn for, whatever came of it afterwards, so that both arms hold
 * customers of the same kind. One thread.
 */
final class Trials {
  /** The lot is drawn after these checks; what they hold back tells nothing of the arm. */
  private static final Set<SuppressionReason> BEFORE_THE_LOT =
      Set.of(
          SuppressionReason.UNKNOWN,
          SuppressionReason.LOCALE,
          SuppressionReason.SEGMENT,
          SuppressionReason.CONSENT);

  private final Changes changes;

  Trials(Changes changes) {
    this.changes = changes;
  }

  void offer(NextBestOffer offer) {
    chance(offer.getCustomerId(), Arm.OFFERED, offer.getDecidedAt());
  }

  void suppression(Suppression suppression) {
    if (suppression.getKind() != SuppressedKind.OFFER) {
      return;
    }
    for (SuppressionReason reason : OfferReasons.heldBack(suppression).keySet()) {
      if (!BEFORE_THE_LOT.contains(reason)) {
        boolean heldOut = reason == SuppressionReason.HOLDOUT;
        chance(
            suppression.getCustomerId(),
            heldOut ? Arm.HELD_OUT : Arm.OFFERED,
            suppression.getDecidedAt());
      }
    }
  }

  void purchase(PurchaseEvent purchase) {
    if (purchase.getKind() == PurchaseKind.PURCHASE) {
      long at = purchase.getOccurredAt().toEpochMilli();
      change(purchase.getCustomerId(), trial -> trial.purchase(at));
    }
  }

  /** Forgets a customer; the counts stay, because they name nobody. */
  void erase(String customerId) {
    changes.remove(Keys.trial(customerId));
  }

  private void chance(String customerId, Arm arm, Instant at) {
    change(customerId, trial -> trial.chance(arm, at.toEpochMilli()));
  }

  private void change(String customerId, UnaryOperator<Trial> change) {
    byte[] key = Keys.trial(customerId);
    Trial before = Trial.read(changes.get(key));
    Trial after = change.apply(before);
    if (!after.equals(before)) {
      count(before, -1);
      count(after, 1);
      changes.put(key, after.bytes());
    }
  }

  private void count(Trial trial, long by) {
    trial
        .arm()
        .ifPresent(
            arm -> {
              String bought = trial.bought() ? "bought" : "not";
              changes.add(Tally.ARMS.key(arm.name(), bought), by);
            });
  }
}
