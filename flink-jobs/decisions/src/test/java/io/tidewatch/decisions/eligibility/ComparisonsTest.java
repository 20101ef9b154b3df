package io.tidewatch.decisions.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.customer.ChurnScore;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.decisions.Customers;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said without CEL's interpreter is what the interpreter says. */
class ComparisonsTest {
  private static final String TRUE_BY_CEL = "1 + 1 == 2";
  private static final List<String> ORDERS = List.of("<", "<=", ">", ">=");
  private static final List<String> SAME = List.of("==", "!=");
  private static final float[] NUMBERS = {
    0, -0f, 1, 2, 0.5f, -3, 30, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
  };
  private static final List<String> REALS =
      List.of("0.0", "-0.0", "0.5", "2.0", "-3.0", "30.0", "1e300", "0.1");
  private static final List<String> WHOLES =
      List.of("0", "1", "2", "-3", "30", "9007199254740993", "-9223372036854775808");
  private static final List<String> TEXTS =
      List.of("''", "'UTC'", "'en-GB'", "'families'", "'tea'", "'welcome'", "'USD'");

  @Property(tries = 500)
  void sayWhatCelSays(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String expression = expression(random, 3);
    Eligibility plain = Eligibility.of(expression);
    Eligibility byCel = Eligibility.of("(" + expression + ") && " + TRUE_BY_CEL);
    for (int i = 0; i < 20; i++) {
      DecisionPoint point = point(random);
      assertThat(plain.holds(point)).as(expression).isEqualTo(byCel.holds(point));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "customer.alertOpen",
        "score.churn > 0.5 || customer.purchases >= 5",
        "feature.purchases_30d < 12 && customer.clicks > 1",
        "now.hour >= 6 && customer.daysSincePurchase < 30.0",
        "!customer.inSegment('families') && !customer.accepted('welcome')",
        "customer.bought('tea', 11) && customer.locale == 'en-GB'",
        "score.purchase7 < score.churn",
        "customer.purchases > 1.5"
      })
  void needNoCel(String expression) {
    assertThat(Eligibility.needsCel(expression)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        TRUE_BY_CEL,
        "feature.purchases == 2.0",
        "customer.locale.startsWith('en')",
        "customer.currency in ['USD', 'EUR']",
        "customer.purchases + 1 > 2",
        "score.churn > 0.5 || 1 / customer.openTickets == 1",
        "customer.locale < 'x'",
        "'tea' != 'soap'"
      })
  void leaveTheRestToCel(String expression) {
    assertThat(Eligibility.needsCel(expression)).isTrue();
  }

  private static String expression(SplittableRandom random, int depth) {
    return switch (depth == 0 ? random.nextInt(5) : random.nextInt(9)) {
      case 0 -> number(random, random.nextBoolean()) + order(random) + pick(random, REALS);
      case 1 -> pick(random, WHOLES) + order(random) + number(random, random.nextBoolean());
      case 2 -> number(random, false) + any(random) + pick(random, WHOLES);
      case 3 -> text(random) + " " + pick(random, SAME) + " " + pick(random, TEXTS);
      case 4 -> call(random);
      case 5 -> "!(" + expression(random, depth - 1) + ")";
      case 6 -> number(random, random.nextBoolean()) + order(random) + number(random, true);
      default ->
          "(%s %s %s)"
              .formatted(
                  expression(random, depth - 1),
                  random.nextBoolean() ? "&&" : "||",
                  expression(random, depth - 1));
    };
  }

  private static String call(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> "customer.inSegment(" + pick(random, TEXTS) + ")";
      case 1 -> "customer.accepted(" + pick(random, TEXTS) + ")";
      case 2 -> "customer.bought(" + pick(random, TEXTS) + ", " + random.nextInt(20) + ")";
      default -> "customer.alertOpen";
    };
  }

  private static String number(SplittableRandom random, boolean real) {
    return pick(random, facts(real ? Fact.Real.class : Fact.Whole.class));
  }

  private static String text(SplittableRandom random) {
    return pick(random, facts(Fact.Text.class));
  }

  private static List<String> facts(Class<? extends Fact> kind) {
    return Fact.ALL.entrySet().stream()
        .filter(entry -> kind.isInstance(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static String order(SplittableRandom random) {
    return " " + pick(random, ORDERS) + " ";
  }

  private static String any(SplittableRandom random) {
    return random.nextBoolean() ? order(random) : " " + pick(random, SAME) + " ";
  }

  private static <T> T pick(SplittableRandom random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static DecisionPoint point(SplittableRandom random) {
    CustomerState state =
        random.nextInt(4) == 0 ? new CustomerState() : Customers.consenting("tea", "soap");
    float[] features = new float[FeatureCatalogue.size()];
    for (int i = 0; i < features.length; i++) {
      features[i] = number(random);
    }
    ChurnScore score = new ChurnScore(number(random), number(random), number(random));
    long at = Customers.micros(Customers.NOON) + random.nextLong(40L * 86_400_000_000L);
    return new DecisionPoint("c", "e", state, at, features, score);
  }

  private static float number(SplittableRandom random) {
    return random.nextBoolean()
        ? NUMBERS[random.nextInt(NUMBERS.length)]
        : (float) random.nextDouble();
  }
}
