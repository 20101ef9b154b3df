package io.tidewatch.decisions.eligibility;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.Feature;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.schemas.Micros;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * Something that a condition may ask for by name. The same customer, score and time give the same
 * value, so that a decision can be made again from its record.
 */
sealed interface Fact {
  /** Days over which the usual spend is counted. */
  int SPEND_DAYS = 28;

  /** Seconds in an hour on the wall clock. */
  long SECONDS_PER_HOUR = 3_600;

  /** Seconds in a day on the wall clock, on which no clock is moved. */
  long SECONDS_PER_DAY = 24 * SECONDS_PER_HOUR;

  /** All facts, by name. */
  Map<String, Fact> ALL = all();

  /** Returns its type in CEL. */
  CelType type();

  /** Returns its value as CEL wants it: Long for int, Double for double. */
  Object value(DecisionPoint point);

  /** A string. */
  record Text(Function<DecisionPoint, String> of) implements Fact {
    @Override
    public CelType type() {
      return SimpleType.STRING;
    }

    @Override
    public Object value(DecisionPoint point) {
      return of.apply(point);
    }
  }

  /** Something that is so or not. */
  record Truth(Predicate<DecisionPoint> of) implements Fact {
    @Override
    public CelType type() {
      return SimpleType.BOOL;
    }

    @Override
    public Object value(DecisionPoint point) {
      return of.test(point);
    }
  }

  /** A whole number. */
  record Whole(ToLongFunction<DecisionPoint> of) implements Fact {
    @Override
    public CelType type() {
      return SimpleType.INT;
    }

    @Override
    public Object value(DecisionPoint point) {
      return of.applyAsLong(point);
    }
  }

  /** A number. */
  record Real(ToDoubleFunction<DecisionPoint> of) implements Fact {
    @Override
    public CelType type() {
      return SimpleType.DOUBLE;
    }

    @Override
    public Object value(DecisionPoint point) {
      return of.applyAsDouble(point);
    }
  }

  private static Map<String, Fact> all() {
    Map<String, Fact> facts = new LinkedHashMap<>();
    facts.put("customer.locale", text(CustomerState::locale));
    facts.put("customer.timeZone", text(state -> state.timeZone().getId()));
    facts.put("customer.currency", text(CustomerState::currency));
    facts.put("customer.purchases", count(CustomerState::purchases));
    facts.put("customer.clicks", count(CustomerState::clicks));
    facts.put("customer.tickets", count(CustomerState::tickets));
    facts.put("customer.openTickets", count(CustomerState::openTickets));
    facts.put("customer.alertOpen", new Truth(p -> p.state().alertOpen()));
    facts.put("customer.daysKnown", new Real(p -> daysSince(p, p.state().firstEventAt())));
    facts.put(
        "customer.daysSincePurchase", new Real(p -> daysSince(p, p.state().lastPurchaseAt())));
    facts.put("customer.usualSpendMinor", new Real(p -> p.state().usualSpendMinor(SPEND_DAYS)));
    facts.put("score.churn", new Real(p -> p.score().churn()));
    facts.put("score.purchase7", new Real(p -> p.score().purchase7()));
    facts.put("score.expectedSpendMinor", new Real(p -> p.score().expectedSpendMinor()));
    facts.put("now.hour", new Whole(Fact::hour));
    facts.put("now.weekday", time(now -> now.getDayOfWeek().getValue()));
    facts.put("now.day", time(ZonedDateTime::getDayOfMonth));
    facts.put("now.month", time(ZonedDateTime::getMonthValue));
    for (Feature feature : FeatureCatalogue.features()) {
      int index = feature.ordinal();
      facts.put("feature." + feature.featureName(), new Real(p -> p.features()[index]));
    }
    return facts;
  }

  private static Fact text(Function<CustomerState, String> value) {
    return new Text(point -> value.apply(point.state()));
  }

  private static Fact count(ToLongFunction<CustomerState> value) {
    return new Whole(point -> value.applyAsLong(point.state()));
  }

  private static Fact time(ToIntFunction<ZonedDateTime> value) {
    return new Whole(
        point ->
            value.applyAsInt(Micros.toInstant(point.atMicros()).atZone(point.state().timeZone())));
  }

  /** On the customer's clock; conditions ask for it more often than for all other times. */
  private static long hour(DecisionPoint point) {
    Instant now = Micros.toInstant(point.atMicros());
    int offset = point.state().timeZone().getRules().getOffset(now).getTotalSeconds();
    return Math.floorMod(now.getEpochSecond() + offset, SECONDS_PER_DAY) / SECONDS_PER_HOUR;
  }

  /** Infinite where it never was. */
  private static double daysSince(DecisionPoint point, long micros) {
    return micros == 0
        ? Double.POSITIVE_INFINITY
        : Math.max(0, point.atMicros() - micros) / (double) Micros.PER_DAY;
  }
}
