package io.tidewatch.customer;

import io.tidewatch.schemas.ClickEvent;
import io.tidewatch.schemas.ClickKind;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.PurchaseLine;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketKind;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.apache.avro.specific.SpecificRecord;

/**
 * The features computed slowly and obviously from the list of all events, each time anew. No event
 * may be newer than t, ids must be unique, and all money must be in one currency.
 */
final class ReferenceFeatures {
  private final List<Event> events;
  private final double t;

  private final List<Event> purchases;
  private final List<Event> clicks;
  private final List<Event> carts;
  private final List<Event> opened;

  private ReferenceFeatures(List<Event> events, double t) {
    this.events = events;
    this.t = t;
    purchases = where(PurchaseEvent.class, e -> e.getKind() == PurchaseKind.PURCHASE);
    clicks = where(ClickEvent.class, e -> e.getKind() != ClickKind.UNKNOWN);
    carts = where(ClickEvent.class, e -> e.getKind() == ClickKind.ADD_TO_CART);
    opened = where(TicketEvent.class, e -> e.getKind() == TicketKind.OPENED);
  }

  static Map<String, Double> of(List<Event> events, long atMicros) {
    return new ReferenceFeatures(events, Math.floorDiv(atMicros, 1_000_000L) / 86_400.0).all();
  }

  private Map<String, Double> all() {
    double n = purchases.size();
    double x = Math.max(0, n - 1);
    double age = t - (n > 0 ? first(purchases) : first(events));
    double recency = t - (n > 0 ? last(purchases) : last(List.of(oldest())));
    double span = n > 0 ? last(purchases) - first(purchases) : 0;
    double gap = (span + 28) / (x + 1);
    double alive =
        x == 0 ? 1 : 1 / (1 + 0.1 / (4 + x - 1) * Math.pow((28 + age) / (28 + span), 1 + x));
    double rate = (1 + x) / (28 + age);
    double spent = sum(purchases, ReferenceFeatures::amount);
    List<Event> refunds = where(PurchaseEvent.class, e -> e.getKind() == PurchaseKind.REFUND);
    double order = spent / Math.max(1, n);
    List<Event> closed = where(TicketEvent.class, e -> e.getKind() == TicketKind.CLOSED);

    Map<String, Double> f = new LinkedHashMap<>();
    f.put("days_since_purchase", Math.log1p(recency));
    f.put("gap_ratio", clip(Math.log((recency + 0.5) / (gap + 0.5)), 4));
    f.put("alive", alive);
    f.put("quiet_7d", logOdds(1 - alive + alive * Math.pow((28 + age) / (35 + age), 1 + x)));
    f.put("quiet_28d", logOdds(1 - alive + alive * Math.pow((28 + age) / (56 + age), 1 + x)));
    f.put("span_share", age == 0 ? 0 : span / age);
    f.put("days_since_event", Math.log1p(t - last(events)));

    f.put("purchases", n);
    f.put("purchases_log", Math.log1p(n));
    f.put("purchases_7d", Math.log1p(decayed(purchases, 7)));
    f.put("purchases_30d", Math.log1p(decayed(purchases, 30)));
    f.put("purchases_90d", Math.log1p(decayed(purchases, 90)));
    f.put("purchase_trend_short", trend(purchases, 7, 30));
    f.put("purchase_trend_long", trend(purchases, 30, 90));
    f.put("mean_gap", Math.log1p(gap));
    f.put("expected_purchases_28d", Math.log1p(alive * rate * 28));

    f.put("spend", Math.log1p(spent / 100));
    f.put("spend_30d", Math.log1p(decayed(purchases, 30, ReferenceFeatures::amount) / 100));
    f.put("spend_90d", Math.log1p(decayed(purchases, 90, ReferenceFeatures::amount) / 100));
    f.put("mean_order", Math.log1p(order / 100));
    f.put("expected_spend_28d", Math.log1p(alive * rate * 28 * order / 100));
    f.put("refunds", (double) refunds.size());
    f.put("refund_share", Math.min(1, sum(refunds, ReferenceFeatures::amount) / (spent + 1)));

    f.put("clicks", Math.log1p(clicks.size()));
    f.put("clicks_7d", Math.log1p(decayed(clicks, 7)));
    f.put("clicks_30d", Math.log1p(decayed(clicks, 30)));
    f.put("clicks_90d", Math.log1p(decayed(clicks, 90)));
    f.put("click_trend", trend(clicks, 7, 30));
    f.put("click_freshness", clicks.isEmpty() ? 0 : Math.pow(2, -(t - last(clicks)) / 7));
    f.put("carts_7d", Math.log1p(decayed(carts, 7)));
    f.put(
        "clicked_since_purchase",
        !clicks.isEmpty() && (purchases.isEmpty() || last(clicks) > last(purchases)) ? 1.0 : 0.0);

    f.put("tickets_opened", (double) opened.size());
    f.put("tickets_open", (double) Math.min(20, Math.max(0, opened.size() - closed.size())));
    f.put("tickets_30d", Math.log1p(decayed(opened, 30)));
    f.put("tickets_90d", Math.log1p(decayed(opened, 90)));
    f.put("satisfaction", satisfaction(closed));
    // The events that this is compared on have no texts; see TicketSignalsTest.
    f.put("ticket_displeasure_30d", 0.0);
    f.put("ticket_urgency_30d", 0.0);
    f.put("ticket_leaving_30d", 0.0);

    f.put("offers_sent_90d", Math.log1p(decayed(outcomes(OutcomeKind.DELIVERED), 90)));
    f.put(
        "offers_accepted_90d",
        Math.log1p(
            decayed(outcomes(OutcomeKind.ACCEPTED), 90)
                + decayed(outcomes(OutcomeKind.CONVERTED), 90)));
    f.put("offers_declined_90d", Math.log1p(decayed(outcomes(OutcomeKind.DECLINED), 90)));

    f.put("days_known", Math.log1p(t - first(events)));
    f.put("days_buying", Math.log1p(age));
    f.put("categories", Math.log1p(distinctCategories()));
    return f;
  }

  private double distinctCategories() {
    Set<Integer> bits = new HashSet<>();
    for (Event purchase : purchases) {
      for (PurchaseLine line : ((PurchaseEvent) purchase.record()).getLines()) {
        if (line.getCategory() != null) {
          bits.add(Math.floorMod(ItemHistory.hash(line.getCategory()), 64));
        }
      }
    }
    return -64 * Math.log(Math.max(1, 64 - bits.size()) / 64.0);
  }

  private double satisfaction(List<Event> closed) {
    return closed.stream()
        .filter(e -> ((TicketEvent) e.record()).getSatisfaction() != null)
        .max(
            Comparator.comparingDouble(ReferenceFeatures::days)
                .thenComparing(e -> -((TicketEvent) e.record()).getSatisfaction()))
        .map(e -> ((TicketEvent) e.record()).getSatisfaction() - 3.0)
        .orElse(0.0);
  }

  private List<Event> outcomes(OutcomeKind kind) {
    return where(OfferOutcome.class, e -> e.getKind() == kind);
  }

  private <T extends SpecificRecord> List<Event> where(Class<T> type, Predicate<T> condition) {
    return events.stream()
        .filter(e -> type.isInstance(e.record()) && condition.test(type.cast(e.record())))
        .toList();
  }

  private Event oldest() {
    return events.stream().min(Comparator.comparingDouble(ReferenceFeatures::days)).orElseThrow();
  }

  private double decayed(List<Event> of, double halfLife) {
    return decayed(of, halfLife, e -> 1);
  }

  private double decayed(List<Event> of, double halfLife, ToDoubleFunction<Event> amount) {
    return sum(of, e -> amount.applyAsDouble(e) * Math.pow(2, -(t - days(e)) / halfLife));
  }

  private double trend(List<Event> of, double shortDays, double longDays) {
    if (of.isEmpty()) {
      return 0;
    }
    double now = decayed(of, shortDays) * Math.log(2) / shortDays + 0.01;
    double before = decayed(of, longDays) * Math.log(2) / longDays + 0.01;
    return Math.log(now / before);
  }

  private static double sum(List<Event> of, ToDoubleFunction<Event> amount) {
    return of.stream().mapToDouble(amount).sum();
  }

  private static double amount(Event order) {
    return ((PurchaseEvent) order.record()).getAmountMinor();
  }

  private static double first(List<Event> of) {
    return of.stream().mapToDouble(ReferenceFeatures::days).min().orElseThrow();
  }

  private static double last(List<Event> of) {
    return of.stream().mapToDouble(ReferenceFeatures::days).max().orElseThrow();
  }

  /** Days since 1970, at whole seconds. */
  private static double days(Event event) {
    return Math.floorDiv(event.occurredAtMicros(), 1_000_000L) / 86_400.0;
  }

  private static double logOdds(double p) {
    return clip(Math.log((p + 1e-9) / (1 - p + 1e-9)), 8);
  }

  private static double clip(double value, double limit) {
    return Math.max(-limit, Math.min(limit, value));
  }
}
