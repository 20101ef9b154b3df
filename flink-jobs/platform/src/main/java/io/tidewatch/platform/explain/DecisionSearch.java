package io.tidewatch.platform.explain;

import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.Suppression;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.Configuration;

/**
 * Finds decisions on the topics by their ids. Topics have no index, so all records from a time on
 * are read: some hundred thousand a second.
 */
final class DecisionSearch {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final List<Topic> TOPICS =
      List.of(Topic.DECISION_LOG, Topic.CHURN_ALERTS, Topic.NEXT_BEST_OFFERS, Topic.SUPPRESSIONS);

  private final Configuration config;
  private final Optional<Instant> since;

  /**
   * What was found of a decision.
   *
   * @param logged its record in decision-log
   * @param published the alert, offer or suppressions of it that are still on their topics
   */
  record Found(Published logged, List<Published> published) {
    DecisionRecord record() {
      return (DecisionRecord) logged.record();
    }
  }

  /**
   * @param since reads nothing older; everything if empty
   */
  DecisionSearch(Configuration config, Optional<Instant> since) {
    this.config = config;
    this.since = since;
  }

  /** Finds an alert, an offer or a suppression by its id. */
  Optional<Found> find(String id) {
    Map<Topic, Published> byId = new EnumMap<>(Topic.class);
    read(
        TOPICS,
        consumed -> {
          // The first of several: what was delivered twice is the same.
          if (id.equals(idOf(consumed.record().orElse(null)))) {
            byId.putIfAbsent(consumed.topic(), Published.of(consumed));
          }
        });
    Published logged = byId.remove(Topic.DECISION_LOG);
    if (logged == null && byId.get(Topic.SUPPRESSIONS) != null) {
      logged = decisionOf((Suppression) byId.get(Topic.SUPPRESSIONS).record());
    }
    return logged == null
        ? Optional.empty()
        : Optional.of(new Found(logged, new ArrayList<>(byId.values())));
  }

  /** A decision on offers is logged once, whatever the number of its suppressions. */
  private Published decisionOf(Suppression suppression) {
    List<Published> found = new ArrayList<>();
    read(
        List.of(Topic.DECISION_LOG),
        consumed -> {
          if (consumed.record().orElse(null) instanceof DecisionRecord record
              && record.getCustomerId().equals(suppression.getCustomerId())
              && record.getDecidedAt().equals(suppression.getDecidedAt())
              && Objects.equals(record.getTriggerEventId(), suppression.getTriggerEventId())
              && suppression.getOfferId() != null
              && record.getOfferIds().contains(suppression.getOfferId())) {
            found.add(Published.of(consumed));
          }
        });
    return found.isEmpty() ? null : found.get(0);
  }

  /** Returns the offers as they are now, by id. */
  Collection<Offer> offersNow() {
    Map<String, Offer> offers = new TreeMap<>();
    try (RecordConsumer consumer = RecordConsumer.fromBeginning(config, List.of(Topic.OFFERS))) {
      drain(
          consumer,
          consumed -> {
            if (consumed.kind() == ConsumedRecord.Kind.REMOVAL) {
              offers.remove(consumed.key());
            } else if (consumed.record().orElse(null) instanceof Offer offer) {
              offers.put(offer.getOfferId(), offer);
            }
          });
    }
    return offers.values();
  }

  private void read(List<Topic> topics, Consumer<ConsumedRecord> each) {
    try (RecordConsumer consumer =
        since.isPresent()
            ? RecordConsumer.since(config, topics, since.get())
            : RecordConsumer.fromBeginning(config, topics)) {
      drain(consumer, each);
    }
  }

  private static void drain(RecordConsumer consumer, Consumer<ConsumedRecord> each) {
    do {
      consumer.poll(POLL).forEach(each);
    } while (!consumer.atEnd());
  }

  private static String idOf(SpecificRecord record) {
    if (record instanceof DecisionRecord decision) {
      return decision.getDecisionId();
    }
    if (record instanceof ChurnAlert alert) {
      return alert.getAlertId();
    }
    if (record instanceof NextBestOffer offer) {
      return offer.getDecisionId();
    }
    return record instanceof Suppression suppression ? suppression.getSuppressionId() : null;
  }
}
