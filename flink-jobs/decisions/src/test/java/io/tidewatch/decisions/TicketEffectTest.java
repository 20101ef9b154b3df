package io.tidewatch.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.customer.ChurnScore;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.Fold;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Reason;
import io.tidewatch.schemas.TicketAnalysis;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketKind;
import io.tidewatch.schemas.TicketSignalRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TicketEffectTest {
  private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");
  private static final TicketSignalRules RULES = TicketSignalRules.newBuilder().build();
  private static final ChurnScore SCORE = new ChurnScore(0.4f, 0.3f, 900);

  private final CustomerState state = new CustomerState();

  @Test
  void leavesCustomersAloneWhoseTicketsSaidNothing() {
    assertThat(TicketEffect.on(SCORE, state, at(0), RULES)).isSameAs(SCORE);
  }

  @Test
  void addsLogOddsAndLeavesTheRestOfTheScore() {
    say(-1, 0, 0);
    ChurnScore raised = TicketEffect.on(SCORE, state, at(0), RULES);
    // logit(0.4) + 0.8
    assertThat(raised.churn()).isCloseTo(0.5974f, within(1e-4f));
    assertThat(raised.purchase7()).isEqualTo(SCORE.purchase7());
    assertThat(raised.expectedSpendMinor()).isEqualTo(SCORE.expectedSpendMinor());
  }

  @Test
  void fadesWithTime() {
    say(-1, 1, 1);
    float now = TicketEffect.on(SCORE, state, at(0), RULES).churn();
    float later = TicketEffect.on(SCORE, state, at(60), RULES).churn();
    float muchLater = TicketEffect.on(SCORE, state, at(600), RULES).churn();
    assertThat(now).isGreaterThan(later);
    assertThat(later).isGreaterThan(muchLater);
    assertThat(muchLater).isCloseTo(SCORE.churn(), within(1e-4f));
  }

  @Test
  void aPolicyCanSwitchItOff() {
    say(-1, 1, 1);
    TicketSignalRules off = TicketSignalRules.newBuilder().setLimit(0).build();
    assertThat(TicketEffect.on(SCORE, state, at(0), off)).isSameAs(SCORE);
  }

  @Test
  void theTicketIsNamedAmongTheReasons() {
    say(-1, 0, 0.2f);
    assertThat(reason(Language.ENGLISH)).isEqualTo("Is displeased in ticket T-7, 1 day ago.");
    assertThat(reason(Language.CHINESE)).isEqualTo("在工单T-7中表示不满：一天前。");
    say(0, 0, 1);
    assertThat(reason(Language.ENGLISH)).startsWith("Speaks of leaving in ticket T-7");
  }

  private String reason(Language language) {
    List<Reason> reasons =
        Reasons.raising(
            List.of(new Reasons.Contribution(TicketEffect.GROUP, 0.2f)), state, at(1), 3, language);
    return reasons.get(0).getText();
  }

  @Property(tries = 200)
  void neverLowersAndNeverPassesTheLimit(
      @ForAll @FloatRange(max = 1) float churn,
      @ForAll @FloatRange(min = -1, max = 1) float sentiment,
      @ForAll @FloatRange(max = 1) float leaving,
      @ForAll @IntRange(max = 20) int messages) {
    CustomerState customer = new CustomerState();
    for (int i = 0; i < messages; i++) {
      say(customer, sentiment, leaving, leaving);
    }
    float raised = TicketEffect.on(new ChurnScore(churn, 0, 0), customer, at(0), RULES).churn();
    double most = churn * Math.exp(1.5) / (1 - churn + churn * Math.exp(1.5));
    assertThat(raised).isBetween(churn, Math.nextUp(Math.max(churn, (float) most)));
  }

  private void say(float sentiment, float urgency, float leaving) {
    say(state, sentiment, urgency, leaving);
  }

  private static void say(CustomerState state, float sentiment, float urgency, float leaving) {
    new Fold()
        .fold(
            state,
            Event.of(
                TicketEvent.newBuilder()
                    .setEventId("e" + state.now() + state.steps().count())
                    .setCustomerId("c")
                    .setOccurredAt(START)
                    .setKind(TicketKind.MESSAGE)
                    .setTicketId("T-7")
                    .setAuthor(TicketAuthor.CUSTOMER)
                    .setAnalysis(
                        TicketAnalysis.newBuilder()
                            .setSentiment(sentiment)
                            .setUrgency(urgency)
                            .setLeaving(leaving)
                            .build())
                    .build()));
  }

  private static long at(int days) {
    return Micros.of(START.plus(Duration.ofDays(days)));
  }
}
