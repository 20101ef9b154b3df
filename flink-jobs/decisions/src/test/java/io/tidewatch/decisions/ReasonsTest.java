package io.tidewatch.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.ReasonGroup;
import io.tidewatch.decisions.Reasons.Contribution;
import io.tidewatch.schemas.Reason;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReasonsTest {
  private final CustomerState customer = Customers.buyer("coffee", "tea");
  private final long now = Customers.micros(Customers.NOON);

  @Test
  void namesWhatRaisesTheScoreStrongestFirst() {
    List<Reason> reasons =
        Reasons.raising(
            List.of(
                new Contribution("money", 0.01f),
                new Contribution("recency", 0.3f),
                new Contribution("tickets", -0.2f),
                new Contribution("frequency", 0.1f)),
            customer,
            now,
            2);
    assertThat(reasons).extracting(Reason::getGroup).containsExactly("recency", "frequency");
    assertThat(reasons.get(0).getText()).isEqualTo("Last bought 9 days ago.");
    assertThat(reasons.get(1).getText()).isEqualTo("Buys too rarely: 2 purchases in 10 days.");
  }

  @Test
  void haveATextForEveryGroupOfTheCatalogueAndForTheSequence() {
    Stream.concat(
            Stream.of(ReasonGroup.values()).map(group -> group.name().toLowerCase(Locale.ROOT)),
            Stream.of("sequence"))
        .forEach(
            group ->
                assertThat(
                        Reasons.raising(List.of(new Contribution(group, 1)), customer, now, 1)
                            .get(0)
                            .getText())
                    .endsWith(".")
                    .doesNotStartWith("Raised by"));
  }
}
