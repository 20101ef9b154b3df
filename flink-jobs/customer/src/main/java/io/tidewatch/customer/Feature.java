package io.tidewatch.customer;

import static io.tidewatch.customer.FeatureScales.count;
import static io.tidewatch.customer.FeatureScales.freshness;
import static io.tidewatch.customer.FeatureScales.log;
import static io.tidewatch.customer.FeatureScales.logDays;
import static io.tidewatch.customer.FeatureScales.logMoney;
import static io.tidewatch.customer.FeatureScales.logOdds;
import static io.tidewatch.customer.FeatureScales.trend;
import static io.tidewatch.customer.ReasonGroup.BROWSING;
import static io.tidewatch.customer.ReasonGroup.FREQUENCY;
import static io.tidewatch.customer.ReasonGroup.MONEY;
import static io.tidewatch.customer.ReasonGroup.OFFERS;
import static io.tidewatch.customer.ReasonGroup.RECENCY;
import static io.tidewatch.customer.ReasonGroup.TENURE;
import static io.tidewatch.customer.ReasonGroup.TICKETS;

import java.util.Locale;

/**
 * The features of a customer at a time t, in the order of the feature vector. Each constant is the
 * one place where a feature is defined: unit, window, type, reason group, meaning and formula. A
 * formula sees the state and t, as {@link CustomerAt}, and nothing else; no wall clock. Who changes
 * what a formula means gives the feature a new name, so that the catalogue's digest changes and
 * older models are refused.
 *
 * <p>Windows: {@code life} is everything ever seen, {@code 30d half-life} weighs an event {@code
 * 2^(-age/30 days)}, {@code next 28d} looks ahead.
 */
public enum Feature {
  DAYS_SINCE_PURCHASE(
      "log days",
      "life",
      RECENCY,
      "time since the last purchase; without one, since the first event",
      c -> log(c.rhythm.recencyDays())),
  GAP_RATIO(
      "log ratio",
      "life",
      RECENCY,
      "time since the last purchase against the usual gap between purchases, -4 to 4",
      c -> c.rhythm.logGapRatio()),
  ALIVE(
      "probability",
      "life",
      RECENCY,
      "that the customer has not left for good (BG/NBD with a weak prior)",
      c -> c.rhythm.alive()),
  QUIET_7D(
      "log odds",
      "next 7d",
      RECENCY,
      "that no purchase comes (BG/NBD with a weak prior), -8 to 8",
      c -> logOdds(c.rhythm.quiet(7))),
  QUIET_28D(
      "log odds",
      "next 28d",
      RECENCY,
      "that no purchase comes (BG/NBD with a weak prior), -8 to 8",
      c -> logOdds(c.rhythm.quiet(28))),
  SPAN_SHARE(
      "share",
      "life",
      RECENCY,
      "of the time since the first purchase that lies before the last one",
      c -> c.rhythm.spanShare()),
  DAYS_SINCE_EVENT(
      "log days",
      "life",
      RECENCY,
      "time since the last event of any kind",
      c -> logDays(c.state.lastEventSeconds, c.seconds)),

  PURCHASES(
      "count",
      "life",
      FREQUENCY,
      "orders paid, at most 1000",
      c -> count(c.state.purchases.count(), 1000),
      Type.COUNT),
  PURCHASES_LOG("log count", "life", FREQUENCY, "orders paid", c -> log(c.state.purchases.count())),
  PURCHASES_7D("log count", "7d half-life", FREQUENCY, "orders paid", c -> log(c.purchases7d)),
  PURCHASES_30D("log count", "30d half-life", FREQUENCY, "orders paid", c -> log(c.purchases30d)),
  PURCHASES_90D("log count", "90d half-life", FREQUENCY, "orders paid", c -> log(c.purchases90d)),
  PURCHASE_TREND_SHORT(
      "log ratio",
      "7d against 30d half-life",
      FREQUENCY,
      "rate of purchases now against a month's",
      c -> trend(c.purchases7d, 7, c.purchases30d, 30)),
  PURCHASE_TREND_LONG(
      "log ratio",
      "30d against 90d half-life",
      FREQUENCY,
      "rate of purchases of a month against a season's",
      c -> trend(c.purchases30d, 30, c.purchases90d, 90)),
  MEAN_GAP(
      "log days",
      "life",
      FREQUENCY,
      "mean time between purchases, drawn towards 28 days by the weight of one gap",
      c -> log(c.rhythm.meanGapDays())),
  EXPECTED_PURCHASES_28D(
      "log count",
      "next 28d",
      FREQUENCY,
      "purchases expected (BG/NBD with a weak prior)",
      c -> log(c.rhythm.expected(28))),

  SPEND(
      "log money",
      "life",
      MONEY,
      "money paid, in the customer's first currency",
      c -> logMoney(c.state.money.spentMinor())),
  SPEND_30D(
      "log money",
      "30d half-life",
      MONEY,
      "money paid",
      c -> logMoney(c.state.money.decayedSpend(c.seconds, 30))),
  SPEND_90D(
      "log money",
      "90d half-life",
      MONEY,
      "money paid",
      c -> logMoney(c.state.money.decayedSpend(c.seconds, 90))),
  MEAN_ORDER(
      "log money",
      "life",
      MONEY,
      "mean money of an order",
      c -> logMoney(c.rhythm.meanOrderMinor())),
  EXPECTED_SPEND_28D(
      "log money",
      "next 28d",
      MONEY,
      "purchases expected times the mean order",
      c -> logMoney(c.rhythm.expected(28) * c.rhythm.meanOrderMinor())),
  REFUNDS(
      "count",
      "life",
      MONEY,
      "orders refunded, at most 100",
      c -> count(c.state.money.refunds(), 100),
      Type.COUNT),
  REFUND_SHARE(
      "share",
      "life",
      MONEY,
      "money refunded against money paid, at most 1",
      c -> Math.min(1, c.state.money.refundedMinor() / (c.state.money.spentMinor() + 1.0))),

  CLICKS("log count", "life", BROWSING, "clicks", c -> log(c.state.clicks.count())),
  CLICKS_7D("log count", "7d half-life", BROWSING, "clicks", c -> log(c.clicks7d)),
  CLICKS_30D("log count", "30d half-life", BROWSING, "clicks", c -> log(c.clicks30d)),
  CLICKS_90D(
      "log count",
      "90d half-life",
      BROWSING,
      "clicks",
      c -> log(c.state.clicks.decayed(c.seconds, 90))),
  CLICK_TREND(
      "log ratio",
      "7d against 30d half-life",
      BROWSING,
      "rate of clicks now against a month's",
      c -> trend(c.clicks7d, 7, c.clicks30d, 30)),
  CLICK_FRESHNESS(
      "freshness",
      "7d half-life",
      BROWSING,
      "1 at a click, halved every 7 days; 0 without one",
      c -> freshness(c.state.clicks.lastSeconds(), c.seconds, 7)),
  CARTS_7D(
      "log count",
      "7d half-life",
      BROWSING,
      "things put into the cart",
      c -> log(c.state.carts.decayed(c.seconds, 7))),
  CLICKED_SINCE_PURCHASE(
      "yes or no",
      "life",
      BROWSING,
      "whether the newest click is newer than the newest purchase",
      c -> c.state.clicks.lastSeconds() > c.state.purchases.lastSeconds() ? 1 : 0,
      Type.COUNT),

  TICKETS_OPENED(
      "count",
      "life",
      TICKETS,
      "tickets opened, at most 100",
      c -> count(c.state.tickets.opened().count(), 100),
      Type.COUNT),
  TICKETS_OPEN(
      "count",
      "now",
      TICKETS,
      "tickets opened and not closed, at most 20",
      c -> count(c.state.tickets.open(), 20),
      Type.COUNT),
  TICKETS_30D(
      "log count",
      "30d half-life",
      TICKETS,
      "tickets opened",
      c -> log(c.state.tickets.opened().decayed(c.seconds, 30))),
  TICKETS_90D(
      "log count",
      "90d half-life",
      TICKETS,
      "tickets opened",
      c -> log(c.state.tickets.opened().decayed(c.seconds, 90))),
  SATISFACTION(
      "stars from the middle",
      "life",
      TICKETS,
      "last satisfaction, -2 (worst) to 2; 0 if never asked",
      c -> c.state.tickets.satisfaction() == 0 ? 0 : c.state.tickets.satisfaction() - 3,
      Type.COUNT),
  TICKET_DISPLEASURE_30D(
      "log messages",
      "30d half-life",
      TICKETS,
      "displeasure said in tickets, 0 to 1 a message; eased when a ticket is closed",
      c -> log(c.state.tickets.signals.decayed(TicketSignals.DISPLEASURE, c.seconds))),
  TICKET_URGENCY_30D(
      "log messages",
      "30d half-life",
      TICKETS,
      "urgency said in tickets, as above",
      c -> log(c.state.tickets.signals.decayed(TicketSignals.URGENCY, c.seconds))),
  TICKET_LEAVING_30D(
      "log messages",
      "30d half-life",
      TICKETS,
      "words of leaving in tickets, as above",
      c -> log(c.state.tickets.signals.decayed(TicketSignals.LEAVING, c.seconds))),

  OFFERS_SENT_90D(
      "log count",
      "90d half-life",
      OFFERS,
      "offers delivered",
      c -> log(c.state.offers.decayed(OfferAnswers.SENT, c.seconds))),
  OFFERS_ACCEPTED_90D(
      "log count",
      "90d half-life",
      OFFERS,
      "offers accepted or converted",
      c -> log(c.state.offers.decayed(OfferAnswers.ACCEPTED, c.seconds))),
  OFFERS_DECLINED_90D(
      "log count",
      "90d half-life",
      OFFERS,
      "offers declined",
      c -> log(c.state.offers.decayed(OfferAnswers.DECLINED, c.seconds))),

  DAYS_KNOWN(
      "log days",
      "life",
      TENURE,
      "time since the first event",
      c -> logDays(c.state.firstEventSeconds, c.seconds)),
  DAYS_BUYING(
      "log days",
      "life",
      TENURE,
      "time since the first purchase; without one, since the first event",
      c -> log(c.rhythm.ageDays())),
  CATEGORIES(
      "log count",
      "life",
      TENURE,
      "different categories bought, estimated from a bitmap of 64 bits",
      c -> log(FeatureScales.distinct(c.state.categoryBits)));

  /** How exactly a feature can be compared. */
  public enum Type {
    /** A whole number, the same to the last bit wherever it is computed. */
    COUNT,
    /** A real number; the order of folding may change its last bits. */
    REAL
  }

  /** Computes a feature. */
  @FunctionalInterface
  interface Formula {
    double of(CustomerAt customer);
  }

  private final String unit;
  private final String window;
  private final ReasonGroup group;
  private final String meaning;
  private final Formula formula;
  private final Type type;

  Feature(String unit, String window, ReasonGroup group, String meaning, Formula formula) {
    this(unit, window, group, meaning, formula, Type.REAL);
  }

  Feature(
      String unit, String window, ReasonGroup group, String meaning, Formula formula, Type type) {
    this.unit = unit;
    this.window = window;
    this.group = group;
    this.meaning = meaning;
    this.formula = formula;
    this.type = type;
  }

  /** Returns the name under which models and documents know it, such as days_since_purchase. */
  public String featureName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the unit; {@code log} units are {@code log(1 + x)}. */
  public String unit() {
    return unit;
  }

  /** Returns the time that it looks at. */
  public String window() {
    return window;
  }

  /** Returns how exactly it can be compared. */
  public Type type() {
    return type;
  }

  /** Returns the group under which its contributions are summed. */
  public ReasonGroup group() {
    return group;
  }

  /** Returns its meaning in one line. */
  public String meaning() {
    return meaning;
  }

  float of(CustomerAt customer) {
    return (float) formula.of(customer);
  }
}
