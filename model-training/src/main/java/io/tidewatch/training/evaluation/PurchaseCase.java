package io.tidewatch.training.evaluation;

import io.tidewatch.customer.ChurnStep;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.training.CustomerReplay;
import io.tidewatch.training.Snapshot;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One customer at the end of the observation, and what the customer did then. Immutable by
 * convention: nobody writes to the arrays.
 *
 * @param customerId the customer
 * @param features feature vector by the fold of the live job, {@code [FeatureCatalogue.size()]}
 * @param steps inputs of the observed steps by the same fold, {@code [steps * ChurnStep.WIDTH]}
 * @param summary what the models of the literature know
 * @param outcome what happened in the weeks to be forecast
 */
record PurchaseCase(
    String customerId, float[] features, float[] steps, PurchaseSummary summary, Outcome outcome) {
  private static final double DAYS_PER_WEEK = 7;
  private static final double MINOR_PER_UNIT = 100;

  /**
   * Makes the cases of all customers with a purchase in the observed days, by rising id.
   *
   * @param events purchases and other events of any customers in any order
   */
  static List<PurchaseCase> of(List<Event> events, Window window) {
    Map<String, List<Event>> byCustomer = new TreeMap<>();
    for (Event event : events) {
      byCustomer.computeIfAbsent(event.customerId(), id -> new ArrayList<>()).add(event);
    }
    List<PurchaseCase> cases = new ArrayList<>(byCustomer.size());
    byCustomer.forEach(
        (customerId, own) -> {
          TreeMap<LocalDate, Double> spendByDay = spendByDay(own);
          if (!spendByDay.headMap(window.lastObserved(), true).isEmpty()) {
            cases.add(of(customerId, own, spendByDay, window));
          }
        });
    return cases;
  }

  private static PurchaseCase of(
      String customerId, List<Event> events, TreeMap<LocalDate, Double> spendByDay, Window window) {
    CustomerReplay replay =
        CustomerReplay.of(
            customerId, events, new long[] {window.observedUntilMicros()}, window.horizonDays());
    Snapshot snapshot = replay.snapshots().get(0);
    Map<LocalDate, Double> then =
        spendByDay.subMap(window.lastObserved(), false, window.lastForecast(), true);
    return new PurchaseCase(
        customerId,
        snapshot.features(),
        Arrays.copyOf(replay.stepInputs(), snapshot.steps() * ChurnStep.WIDTH),
        summary(spendByDay.headMap(window.lastObserved(), true), window),
        new Outcome(then.size(), sum(then)));
  }

  private static PurchaseSummary summary(SortedMap<LocalDate, Double> observed, Window window) {
    LocalDate first = observed.firstKey();
    int repeats = observed.size() - 1;
    return new PurchaseSummary(
        repeats,
        weeks(first, observed.lastKey()),
        weeks(first, window.lastObserved()),
        repeats == 0 ? 0 : (sum(observed) - observed.get(first)) / repeats);
  }

  private static TreeMap<LocalDate, Double> spendByDay(List<Event> events) {
    TreeMap<LocalDate, Double> byDay = new TreeMap<>();
    for (Event event : events) {
      if (event.record() instanceof PurchaseEvent purchase
          && purchase.getKind() == PurchaseKind.PURCHASE) {
        LocalDate day =
            Micros.toInstant(event.occurredAtMicros()).atZone(ZoneOffset.UTC).toLocalDate();
        byDay.merge(day, purchase.getAmountMinor() / MINOR_PER_UNIT, Double::sum);
      }
    }
    return byDay;
  }

  private static double weeks(LocalDate from, LocalDate to) {
    return ChronoUnit.DAYS.between(from, to) / DAYS_PER_WEEK;
  }

  private static double sum(Map<LocalDate, Double> spendByDay) {
    return spendByDay.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PurchaseCase o
        && customerId.equals(o.customerId)
        && Arrays.equals(features, o.features)
        && Arrays.equals(steps, o.steps)
        && summary.equals(o.summary)
        && outcome.equals(o.outcome);
  }

  @Override
  public int hashCode() {
    return customerId.hashCode();
  }

  @Override
  public String toString() {
    return customerId + ": " + summary + ", then " + outcome;
  }
}
