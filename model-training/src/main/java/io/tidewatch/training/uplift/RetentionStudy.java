package io.tidewatch.training.uplift;

import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.RetentionChoice;
import io.tidewatch.schemas.RetentionRules;
import io.tidewatch.schemas.RetentionVerdict;
import io.tidewatch.training.uplift.RetentionReport.Measured;
import io.tidewatch.training.uplift.RetentionReport.Taken;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What retention actions should have saved, by what alerts say, and what they changed: customers
 * for whom an action was taken beside those for whom the same choice came to one, and who were held
 * out by lot. A customer enters at the first such alert, and what is bought in some days after it
 * counts.
 *
 * <p>Filled in the order decisions, purchases, then asked, by one thread. Records that are
 * delivered twice count once.
 */
public final class RetentionStudy {
  private final int windowDays;
  private final Set<String> decisions = new HashSet<>();
  private final Set<String> purchases = new HashSet<>();
  private final Map<RetentionVerdict, Long> verdicts = new EnumMap<>(RetentionVerdict.class);
  private final Map<String, Taken> actions = new TreeMap<>();
  private final Map<String, Lot> lots = new HashMap<>(); // by share and salt
  private long lastAt = Long.MIN_VALUE;

  /** Who entered while one holdout was in force. */
  private static final class Lot {
    private final RetentionRules rules;
    private final Map<String, Alerted> customers = new TreeMap<>();
    private long lastAt = Long.MIN_VALUE;

    Lot(RetentionRules rules) {
      this.rules = rules;
    }
  }

  private record Alerted(boolean heldOut, double margin, Chance chance) {}

  /**
   * @param windowDays days in which purchases count, at least 1
   */
  public RetentionStudy(int windowDays) {
    if (windowDays < 1) {
      throw new IllegalArgumentException("days=" + windowDays + " must be at least 1");
    }
    this.windowDays = windowDays;
  }

  /** Takes a record of decision-log; those that are not alerts with actions say nothing. */
  public void decision(DecisionRecord record) {
    lastAt = Math.max(lastAt, Micros.of(record.getDecidedAt()));
    RetentionChoice choice = record.getRetention();
    if (record.getKind() != DecisionKind.ALERT
        || choice == null
        || record.getPolicy() == null
        || !decisions.add(record.getDecisionId())) {
      return;
    }
    verdicts.merge(choice.getVerdict(), 1L, Long::sum);
    if (choice.getVerdict() == RetentionVerdict.ACTION) {
      actions.merge(choice.getActionId(), taken(choice), Taken::plus);
    }
    if (choice.getVerdict() == RetentionVerdict.ACTION
        || choice.getVerdict() == RetentionVerdict.HOLDOUT) {
      enter(record, record.getPolicy().getAlerts().getRetention());
    }
  }

  private static Taken taken(RetentionChoice choice) {
    return new Taken(
        1, choice.getSavedMarginMinor(), choice.getExpectedCostMinor(), choice.getReservedMinor());
  }

  private void enter(DecisionRecord record, RetentionRules rules) {
    Lot lot =
        lots.computeIfAbsent(
            rules.getHoldoutShare() + "|" + rules.getHoldoutSalt(), key -> new Lot(rules));
    long at = Micros.of(record.getDecidedAt());
    lot.lastAt = Math.max(lot.lastAt, at);
    boolean heldOut = record.getRetention().getVerdict() == RetentionVerdict.HOLDOUT;
    lot.customers.merge(
        record.getCustomerId(),
        new Alerted(heldOut, rules.getMargin(), new Chance(at, Double.NaN, Double.NaN)),
        (known, other) -> other.chance().atMicros() < known.chance().atMicros() ? other : known);
  }

  /** Takes a purchase or a refund; one in another currency than the actions' does not count. */
  public void purchase(PurchaseEvent purchase) {
    long at = Micros.of(purchase.getOccurredAt());
    lastAt = Math.max(lastAt, at);
    newest()
        .filter(lot -> lot.rules.getCurrency().equals(purchase.getCurrency()))
        .map(lot -> lot.customers.get(purchase.getCustomerId()))
        .map(Alerted::chance)
        .filter(chance -> chance.covers(at, windowMicros()))
        .filter(chance -> purchases.add(purchase.getCustomerId() + "|" + purchase.getEventId()))
        .ifPresent(
            chance -> {
              if (purchase.getKind() == PurchaseKind.PURCHASE) {
                chance.bought(purchase.getAmountMinor());
              } else if (purchase.getKind() == PurchaseKind.REFUND) {
                chance.refunded(purchase.getAmountMinor());
              }
            });
  }

  private long windowMicros() {
    return windowDays * Micros.PER_DAY;
  }

  private Optional<Lot> newest() {
    return lots.values().stream().max(Comparator.comparingLong(lot -> lot.lastAt));
  }

  /** Says what is known. */
  public RetentionReport report() {
    List<Alerted> over =
        newest().stream()
            .flatMap(lot -> lot.customers.values().stream())
            .filter(customer -> customer.chance().atMicros() + windowMicros() <= lastAt)
            .toList();
    List<Alerted> treated = over.stream().filter(customer -> !customer.heldOut()).toList();
    List<Alerted> heldOut = over.stream().filter(Alerted::heldOut).toList();
    boolean enough = treated.size() >= HoldoutStudy.FEWEST && heldOut.size() >= HoldoutStudy.FEWEST;
    return new RetentionReport(
        newest().map(lot -> lot.rules.getCurrency()).orElse(""),
        verdicts,
        actions,
        enough
            ? Optional.of(
                measured(treated, heldOut, newest().orElseThrow().rules.getHoldoutShare()))
            : Optional.empty(),
        treated.size(),
        heldOut.size());
  }

  private static Measured measured(List<Alerted> treated, List<Alerted> heldOut, double share) {
    return new Measured(
        SampleRatio.test(
            List.of((long) treated.size(), (long) heldOut.size()), List.of(1 - share, share)),
        effect(treated, heldOut, customer -> customer.chance().converted()),
        effect(treated, heldOut, customer -> customer.chance().spentMinor()),
        effect(treated, heldOut, customer -> customer.margin() * customer.chance().spentMinor()));
  }

  private static AverageEffect effect(
      List<Alerted> treated, List<Alerted> heldOut, ToDoubleFunction<Alerted> outcome) {
    return AverageEffect.of(
        treated.stream().mapToDouble(outcome).toArray(),
        heldOut.stream().mapToDouble(outcome).toArray());
  }
}
