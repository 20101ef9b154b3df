package io.tidewatch.training;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.CustomerStateLayout;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.customer.Fold;
import io.tidewatch.models.ChurnModel;
import io.tidewatch.models.Release;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.scoring.TicketReading;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lets two churn releases score the same customers at the same moments, through the kernels that
 * serve. Filled, then asked, by one thread.
 */
public final class ModelComparison {
  private final ChurnModel a;
  private final ChurnModel b;
  private final float[] features = new float[FeatureCatalogue.size()];
  private final List<Case> cases = new ArrayList<>();
  private final TicketReading tickets = new TicketReading();

  /**
   * One customer at one moment.
   *
   * @param churnA score of the first release
   * @param churnB score of the second release
   * @param outcome whether the customer bought nothing within the longer of the two horizons; null
   *     where that is not known
   */
  record Case(String customerId, float churnA, float churnB, Boolean outcome) {}

  /**
   * Compiles both.
   *
   * @throws IllegalArgumentException if one is no churn model
   */
  public ModelComparison(Release a, Release b) {
    this.a = ChurnModel.compile(a);
    this.b = ChurnModel.compile(b);
  }

  private int horizonDays() {
    return Math.max(a.horizonDays(), b.horizonDays());
  }

  /**
   * Replays events through the fold of the live job and scores every customer every so many days,
   * from the first purchase on and as long as the outcome is known.
   *
   * @param events all events, in any order
   */
  public ModelComparison history(List<Event> events, int everyDays) {
    long end = events.stream().mapToLong(Event::availableAtMicros).max().orElse(0);
    SnapshotTimes times = new SnapshotTimes(everyDays, horizonDays(), end);
    byCustomer(events)
        .forEach(
            (customerId, all) -> {
              List<Event> usable = CustomerReplay.sinceErasure(all);
              replay(customerId, usable, times.of(customerId, usable));
            });
    return this;
  }

  private void replay(String customerId, List<Event> ordered, long[] times) {
    Fold fold = new Fold();
    CustomerState state = new CustomerState();
    PurchaseRecord purchases = PurchaseRecord.of(ordered);
    int next = 0;
    for (long at : times) {
      while (next < ordered.size() && ordered.get(next).availableAtMicros() <= at) {
        fold.fold(state, tickets.forFold(ordered.get(next++)));
        // At every event, as live: what is stored of the past reaches back 16 steps only.
        a.advance(state);
        b.advance(state);
      }
      state.advanceTo(at);
      score(customerId, state, at, !purchases.boughtWithin(at, horizonDays()));
    }
  }

  /**
   * Scores recorded decisions: those that carry the customer's state, which are alerts, offers and
   * suppressions. A release that did not score them in the job starts from the 16 steps stored, as
   * it would after a swap.
   *
   * @param events events of these customers up to now, from which outcomes are told; may be empty
   */
  public ModelComparison decisions(List<DecisionRecord> records, List<Event> events) {
    long end = events.stream().mapToLong(Event::availableAtMicros).max().orElse(Long.MIN_VALUE);
    Map<String, PurchaseRecord> purchases = new HashMap<>();
    byCustomer(events).forEach((customer, all) -> purchases.put(customer, PurchaseRecord.of(all)));
    for (DecisionRecord record : records) {
      if (record.getState() != null) {
        long at = Micros.of(record.getDecidedAt());
        PurchaseRecord known = purchases.get(record.getCustomerId());
        boolean mature = known != null && at + horizonDays() * Micros.PER_DAY <= end;
        score(
            record.getCustomerId(),
            state(record),
            at,
            mature ? !known.boughtWithin(at, horizonDays()) : null);
      }
    }
    return this;
  }

  private void score(String customerId, CustomerState state, long atMicros, Boolean outcome) {
    FeatureCatalogue.vector(state, atMicros, features);
    float churnA = a.score(state, features).churn();
    float churnB = b.score(state, features).churn();
    cases.add(new Case(customerId, churnA, churnB, outcome));
  }

  /**
   * Returns what came out so far.
   *
   * @param raiseAt score at which alerts are raised
   * @throws IllegalStateException if there is nothing to compare
   */
  public ComparedScores scores(double raiseAt) {
    if (cases.isEmpty()) {
      throw new IllegalStateException("no case to compare");
    }
    return ComparedScores.of(cases, raiseAt);
  }

  private static CustomerState state(DecisionRecord record) {
    ByteBuffer buffer = record.getState().duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    try {
      return CustomerStateLayout.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "decision " + record.getDecisionId() + ": its customer state ends early", e);
    }
  }

  private static Map<String, List<Event>> byCustomer(List<Event> events) {
    Map<String, List<Event>> byCustomer = new TreeMap<>();
    for (Event event : events) {
      byCustomer.computeIfAbsent(event.customerId(), id -> new ArrayList<>()).add(event);
    }
    return byCustomer;
  }
}
