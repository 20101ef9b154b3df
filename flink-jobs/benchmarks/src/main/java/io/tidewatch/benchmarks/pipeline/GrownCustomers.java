package io.tidewatch.benchmarks.pipeline;

import io.tidewatch.benchmarks.workload.CustomerStates;
import io.tidewatch.benchmarks.workload.Workload;
import io.tidewatch.connectors.history.LoadGenerator;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.customer.Fold;
import io.tidewatch.models.ChurnModel;
import io.tidewatch.models.Recommender;
import io.tidewatch.models.Release;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OutcomeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Customers with a past: {@value #TEMPLATES} made-up ones live {@value #DAYS} days up to the
 * workload's start, event by event through the fold and through both models, with offers made and
 * answered on the way.
 */
final class GrownCustomers {
  private static final int TEMPLATES = 1_000;
  private static final int DAYS = 90;
  private static final int CONTACTS = 3;
  private static final String CHANNEL = "email";

  private final Fold fold = new Fold();
  private final ChurnModel churn;
  private final Recommender recommender;
  private final float[] features = new float[FeatureCatalogue.size()];

  private GrownCustomers(Release churn, Release recommender) {
    this.churn = ChurnModel.compile(churn);
    this.recommender = Recommender.compile(recommender);
  }

  /** Grows them. */
  static CustomerStates grow(Release churn, Release recommender, long seed) {
    return CustomerStates.of(new GrownCustomers(churn, recommender).live(seed));
  }

  private List<CustomerState> live(long seed) {
    Map<String, CustomerState> states = new LinkedHashMap<>();
    Instant first = Workload.START.minus(Duration.ofDays(DAYS));
    try (Stream<Event> events = new LoadGenerator(TEMPLATES, DAYS, first, seed).events()) {
      for (var all = events.iterator(); all.hasNext(); ) {
        Event event = all.next();
        // What is received at the last moment of a day may lie past the start.
        if (event.availableAtMicros() < Micros.of(Workload.START)) {
          live(states.computeIfAbsent(event.customerId(), id -> new CustomerState()), event);
        }
      }
    }
    List<CustomerState> grown = new ArrayList<>();
    states.forEach((id, state) -> grown.add(contacted(id, state)));
    return grown;
  }

  private void live(CustomerState state, Event event) {
    fold.fold(state, event);
    churn.advance(state);
    recommender.advance(state);
  }

  /** Offers of the last weeks with their answers, and the last published score. */
  private CustomerState contacted(String id, CustomerState state) {
    Instant now = Micros.toInstant(state.now());
    for (int i = CONTACTS; i > 0; i--) {
      Instant at = now.minus(Duration.ofDays(9L * i));
      state.contacted(offer("load-offer-" + i, at), CHANNEL, Micros.of(at));
      live(
          state,
          Event.of(
              OfferOutcome.newBuilder()
                  .setEventId("outcome-" + i)
                  .setCustomerId(id)
                  .setOccurredAt(at.plusSeconds(600))
                  .setReceivedAt(now)
                  .setKind(i == 1 ? OutcomeKind.ACCEPTED : OutcomeKind.DELIVERED)
                  .setOfferId("load-offer-" + i)
                  .build()));
    }
    FeatureCatalogue.vector(state, state.now(), features);
    state.scored(churn.score(state, features).churn(), state.now());
    return state;
  }

  private static Offer offer(String id, Instant at) {
    return Offer.newBuilder()
        .setOfferId(id)
        .setUpdatedAt(at)
        .setCampaignId("load")
        .setName(id)
        .setCategories(List.of(id))
        .setValueMinor(100)
        .setCurrency("USD")
        .setValidFrom(at)
        .setValidUntil(at.plus(Duration.ofDays(1)))
        .setChannel(CHANNEL)
        .build();
  }
}
