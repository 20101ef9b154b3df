package io.tidewatch.decisions.eligibility;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.Feature;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.schemas.Micros;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Something that a condition may ask for by name. The same customer, score and time give the same
 * value, so that a decision can be made again from its record.
 *
 * @param type type in CEL
 * @param value gives it as CEL wants it: Long for int, Double for double
 */
record Fact(CelType type, Function<DecisionPoint, Object> value) {
  /** Days over which the usual spend is counted. */
  private static final int SPEND_DAYS = 28;

  /** All facts, by name. */
  static final Map<String, Fact> ALL = all();

  private static Map<String, Fact> all() {
    Map<String, Fact> facts = new LinkedHashMap<>();
    facts.put("customer.locale", text(CustomerState::locale));
    facts.put("customer.timeZone", text(state -> state.timeZone().getId()));
    facts.put("customer.currency", text(CustomerState::currency));
    facts.put("customer.purchases", count(CustomerState::purchases));
    facts.put("customer.clicks", count(CustomerState::clicks));
    facts.put("customer.tickets", count(CustomerState::tickets));
    facts.put("customer.openTickets", count(CustomerState::openTickets));
    facts.put("customer.alertOpen", new Fact(SimpleType.BOOL, p -> p.state().alertOpen()));
    facts.put("customer.daysKnown", number(p -> daysSince(p, p.state().firstEventAt())));
    facts.put("customer.daysSincePurchase", number(p -> daysSince(p, p.state().lastPurchaseAt())));
    facts.put("customer.usualSpendMinor", number(p -> p.state().usualSpendMinor(SPEND_DAYS)));
    facts.put("score.churn", number(p -> p.score().churn()));
    facts.put("score.purchase7", number(p -> p.score().purchase7()));
    facts.put("score.expectedSpendMinor", number(p -> p.score().expectedSpendMinor()));
    facts.put("now.hour", time(ZonedDateTime::getHour));
    facts.put("now.weekday", time(now -> now.getDayOfWeek().getValue()));
    facts.put("now.day", time(ZonedDateTime::getDayOfMonth));
    facts.put("now.month", time(ZonedDateTime::getMonthValue));
    for (Feature feature : FeatureCatalogue.features()) {
      int index = feature.ordinal();
      facts.put("feature." + feature.featureName(), number(p -> p.features()[index]));
    }
    return facts;
  }

  private static Fact text(Function<CustomerState, String> value) {
    return new Fact(SimpleType.STRING, point -> value.apply(point.state()));
  }

  private static Fact count(Function<CustomerState, Long> value) {
    return new Fact(SimpleType.INT, point -> value.apply(point.state()));
  }

  private interface Number {
    double of(DecisionPoint point);
  }

  private static Fact number(Number value) {
    return new Fact(SimpleType.DOUBLE, value::of);
  }

  private static Fact time(Function<ZonedDateTime, Integer> value) {
    return new Fact(
        SimpleType.INT,
        point ->
            (long)
                value.apply(Micros.toInstant(point.atMicros()).atZone(point.state().timeZone())));
  }

  /** Infinite where it never was. */
  private static double daysSince(DecisionPoint point, long micros) {
    return micros == 0
        ? Double.POSITIVE_INFINITY
        : Math.max(0, point.atMicros() - micros) / (double) Micros.PER_DAY;
  }
}
