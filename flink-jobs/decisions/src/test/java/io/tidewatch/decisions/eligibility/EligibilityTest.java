package io.tidewatch.decisions.eligibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.customer.ChurnScore;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.decisions.Customers;
import io.tidewatch.schemas.Offer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EligibilityTest {
  private static final Path PAGE = Path.of("../../docs/how-to/offers.md");

  private final CustomerState customer = Customers.consenting("tea", "soap");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "customer.purchases >= 2",
        "customer.purchases > 1.5",
        "customer.locale.startsWith('en') && customer.timeZone == 'UTC'",
        "customer.currency in ['USD', 'EUR']",
        "customer.inSegment('families') && !customer.inSegment('singles')",
        "customer.bought('tea', 11) && !customer.bought('tea', 9) && !customer.bought('x', 99)",
        "!customer.accepted('welcome')",
        "customer.daysSincePurchase > 9 && customer.daysSincePurchase < 10",
        "customer.usualSpendMinor > 0 && customer.openTickets == 0 && customer.tickets == 0",
        "customer.clicks == 0 && !customer.alertOpen && customer.daysKnown >= 10",
        "score.churn > 0.7 && score.purchase7 < 0.2 && score.expectedSpendMinor == 500.0",
        "now.hour == 12 && now.weekday == 1 && now.day == 16 && now.month == 3",
        "feature.purchases == 2.0 && feature.days_since_purchase > 2",
        "score.churn > 0.9 || customer.purchases == 2",
        "1 / 0 == 0 || true"
      })
  void holds(String expression) {
    assertThat(Eligibility.of(expression).holds(point(customer))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "false",
        "customer.purchases > 2",
        "customer.inSegment('singles')",
        "now.hour < 12",
        "1 / customer.openTickets == 1",
        "int(customer.locale) == 1"
      })
  void doesNotHold(String expression) {
    assertThat(Eligibility.of(expression).holds(point(customer))).isFalse();
  }

  @Test
  void neverBoughtIsLongerAgoThanAnyTime() {
    assertThat(
            Eligibility.of("customer.daysSincePurchase > 100000").holds(point(new CustomerState())))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "score.chrun > 0.5 | line 1, column 1: undeclared reference to 'score'",
        "customer.purchases > 'a' | line 1, column 20: found no matching overload for '_>_'",
        "customer.purchases | line 1, column 9: expected type 'bool' but found 'int'",
        "customer.purchases > | line 1, column 21: mismatched input '<EOF>'",
        "[1, 2].all(x, x > 0) | undeclared reference to 'all'",
        "customer.inSegment(3) | found no matching overload for 'inSegment'",
        "customer.name == 'x' | does not support field selection"
      })
  void saysWhatIsWrongAndWhere(String expression, String fault) {
    assertThatThrownBy(() -> Eligibility.of(expression))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(fault);
  }

  @Test
  void refusesWhatIsTooLong() {
    assertThatThrownBy(() -> Eligibility.of("true || ".repeat(200) + "true"))
        .hasMessageContaining("1604 characters; at most 1000");
    assertThatThrownBy(() -> Eligibility.of("(".repeat(499) + "true" + ")".repeat(497)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void asksAnewForEachMoment() {
    Eligibility bought = Eligibility.of("customer.purchases > 2");
    assertThat(bought.holds(point(customer))).isFalse();
    Customers.buy(customer, "p9", Customers.NOON.minus(Duration.ofDays(1)), "tea");
    assertThat(bought.holds(point(customer))).isTrue();
  }

  @Test
  void aConditionOfAnotherVersionHoldsForNobody() {
    Conditions conditions = new Conditions();
    Offer offer = offer("feature.of_the_future > 1");
    assertThat(conditions.hold(offer, point(customer))).isFalse();
    assertThat(conditions.hold(offer(""), point(customer))).isTrue();
    assertThat(conditions.hold(offer("customer.purchases == 2"), point(customer))).isTrue();
  }

  @Test
  void everyFactIsDocumented() throws IOException {
    String page = Files.readString(PAGE);
    assertThat(Fact.ALL.keySet())
        .filteredOn(name -> !name.startsWith("feature."))
        .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }

  @Test
  void theExamplesOfThePageAreRight() throws IOException {
    List<String> examples =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.matches(" {4}(score|now|feature|customer)\\..*"))
            .toList();
    assertThat(examples).hasSize(3).allSatisfy(example -> Eligibility.of(example.strip()));
  }

  private static Offer offer(String eligibility) {
    return Offer.newBuilder()
        .setOfferId("o")
        .setUpdatedAt(Customers.NOON)
        .setCampaignId("c")
        .setName("n")
        .setCategories(List.of("tea"))
        .setValueMinor(1)
        .setCurrency("USD")
        .setValidFrom(Customers.NOON)
        .setValidUntil(Customers.NOON.plusSeconds(1))
        .setChannel("email")
        .setEligibility(eligibility)
        .build();
  }

  private static DecisionPoint point(CustomerState state) {
    long at = Customers.micros(Customers.NOON);
    float[] features = new float[FeatureCatalogue.size()];
    FeatureCatalogue.vector(state, at, features);
    return new DecisionPoint("c", "e", state, at, features, new ChurnScore(0.75f, 0.1f, 500f));
  }
}
