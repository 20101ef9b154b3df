package io.tidewatch.platform.demo;

import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.CustomerScore;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.OfferReasons;
import io.tidewatch.schemas.Suppression;
import io.tidewatch.schemas.SuppressionReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * What the job has said so far: counts, the latest of each, and when the first came. Delivery is at
 * least once, so everything with an id counts once. Thread-safe.
 */
public final class Outputs {
  private static final int LATEST = 5;
  private static final int HEX_DIGITS_OF_LONG = 16;

  private final Set<String> alertIds = new HashSet<>();
  private final Set<String> offerIds = new HashSet<>();
  private final Set<Long> suppressionIds = new HashSet<>();
  private final Map<SuppressionReason, Long> suppressions = new EnumMap<>(SuppressionReason.class);
  private final Deque<ChurnAlert> latestAlerts = new ArrayDeque<>();
  private final Deque<NextBestOffer> latestOffers = new ArrayDeque<>();
  private final List<NextBestOffer> newOffers = new ArrayList<>();
  private final ScoreHistory scores = new ScoreHistory();
  private RetentionTally retention = RetentionTally.NONE;
  private long deadLetters;
  private OptionalLong firstAlertNanos = OptionalLong.empty();
  private OptionalLong firstOfferNanos = OptionalLong.empty();

  /**
   * Takes a record of an output topic; others are ignored.
   *
   * @param record the record
   * @param nowNanos {@link System#nanoTime()} when it was received
   */
  public synchronized void take(SpecificRecord record, long nowNanos) {
    if (record instanceof CustomerScore score) {
      scores.take(score);
    } else if (record instanceof Suppression suppression) {
      if (suppressionIds.add(shortId(suppression.getSuppressionId()))) {
        // An alert that was held back has no offers.
        OfferReasons.heldBack(suppression)
            .forEach(
                (reason, offers) ->
                    suppressions.merge(reason, Math.max(1L, offers.size()), Long::sum));
      }
    } else if (record instanceof NextBestOffer offer) {
      if (offerIds.add(offer.getDecisionId())) {
        firstOfferNanos = OptionalLong.of(firstOfferNanos.orElse(nowNanos));
        push(latestOffers, offer);
        newOffers.add(offer);
      }
    } else if (record instanceof ChurnAlert alert) {
      if (alertIds.add(alert.getAlertId())) {
        firstAlertNanos = OptionalLong.of(firstAlertNanos.orElse(nowNanos));
        retention = retention.plus(alert);
        push(latestAlerts, alert);
      }
    } else if (record instanceof DeadLetter) {
      deadLetters++;
    }
  }

  /** Half of the 128 bits of an id tell a million suppressions apart in a third of the memory. */
  private static long shortId(String id) {
    return id.length() >= HEX_DIGITS_OF_LONG && id.matches("[0-9a-f]+")
        ? Long.parseUnsignedLong(id.substring(0, HEX_DIGITS_OF_LONG), 16)
        : id.hashCode();
  }

  private static <T> void push(Deque<T> latest, T item) {
    latest.addFirst(item);
    if (latest.size() > LATEST) {
      latest.removeLast();
    }
  }

  /** Returns the ids of all alerts. */
  public synchronized Set<String> alertIds() {
    return Set.copyOf(alertIds);
  }

  /** Returns the ids of all offers. */
  public synchronized Set<String> offerIds() {
    return Set.copyOf(offerIds);
  }

  /** Returns the offers that came since this was last asked, in order. */
  public synchronized List<NextBestOffer> newOffers() {
    List<NextBestOffer> offers = List.copyOf(newOffers);
    newOffers.clear();
    return offers;
  }

  /** Returns how many alerts came. */
  public synchronized long alerts() {
    return alertIds.size();
  }

  /** Returns what the alerts said to do for customers. */
  public synchronized RetentionTally retention() {
    return retention;
  }

  /** Returns how many offers came. */
  public synchronized long offers() {
    return offerIds.size();
  }

  /** Returns how many scores came. */
  public synchronized long scores() {
    return scores.count();
  }

  /** Returns how many dead letters came. */
  public synchronized long deadLetters() {
    return deadLetters;
  }

  /** Returns how much was held back, by reason. */
  public synchronized Map<SuppressionReason, Long> suppressions() {
    return new EnumMap<>(suppressions);
  }

  /** Returns the newest alerts, newest first. */
  public synchronized List<ChurnAlert> latestAlerts() {
    return List.copyOf(latestAlerts);
  }

  /** Returns the newest offers, newest first. */
  public synchronized List<NextBestOffer> latestOffers() {
    return List.copyOf(latestOffers);
  }

  /** Returns when the first alert was received, {@link System#nanoTime()}. */
  public synchronized OptionalLong firstAlertNanos() {
    return firstAlertNanos;
  }

  /** Returns when the first offer was received, {@link System#nanoTime()}. */
  public synchronized OptionalLong firstOfferNanos() {
    return firstOfferNanos;
  }

  /** Returns the scores of all customers over time; read it only when no more records come. */
  public synchronized ScoreHistory scoreHistory() {
    return scores;
  }
}
