package io.tidewatch.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.TicketAnalysis;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketKind;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TicketSignalsTest {
  private final CustomerState state = new CustomerState();

  @Test
  void sumsWhatMessagesSayAndHalvesItEvery30Days() {
    say("1", 0, "t1", -0.8f, 0.5f, 0);
    say("2", 30, "t1", -0.2f, 0, 1);

    assertThat(state.ticketDispleasure(at(30))).isCloseTo(0.6, within(1e-6));
    assertThat(state.ticketUrgency(at(60))).isCloseTo(0.125, within(1e-6));
    assertThat(state.ticketLeaving(at(30))).isCloseTo(1, within(1e-6));
  }

  @Test
  void joyIsNoDispleasure() {
    say("1", 0, "t1", 1, 0, 0);
    assertThat(state.ticketDispleasure(at(0))).isZero();
    assertThat(state.tellingTicket()).isEmpty();
  }

  @Test
  void namesTheTicketThatLastSaidMuch() {
    say("1", 3, "angry", -0.9f, 0, 0);
    say("2", 1, "older", -1, 0, 0);
    say("3", 5, "mild", -0.1f, 1, 0.2f);

    assertThat(state.tellingTicket()).isEqualTo("angry");
    assertThat(state.tellingTicketAt()).isEqualTo(at(3));
  }

  @Test
  void keepsOfAnIdWhatTheLayoutStores() {
    say("1", 0, "工单-" + "x".repeat(60), -1, 0, 0);
    assertThat(state.tellingTicket()).isEqualTo("??-" + "x".repeat(29));
    assertThat(restored().tellingTicket()).isEqualTo(state.tellingTicket());
  }

  @Test
  void resolutionEasesAndSatisfactionEasesMore() {
    say("1", 0, "t1", -1, 1, 1);
    close("2", null);
    assertThat(state.ticketDispleasure(at(0))).isEqualTo(0.5);
    close("3", 5);
    assertThat(state.ticketLeaving(at(0))).isEqualTo(0.125);
    close("4", 1);
    assertThat(state.ticketUrgency(at(0))).isEqualTo(0.125);
  }

  @Test
  void featuresReadThem() {
    say("1", 0, "t1", -1, 0.5f, 0);
    float[] vector = TestEvents.vector(state, at(30));
    assertThat(vector[Feature.TICKET_DISPLEASURE_30D.ordinal()])
        .isCloseTo((float) Math.log1p(0.5), within(1e-6f));
    assertThat(vector[Feature.TICKET_URGENCY_30D.ordinal()])
        .isCloseTo((float) Math.log1p(0.25), within(1e-6f));
    assertThat(vector[Feature.TICKET_LEAVING_30D.ordinal()]).isZero();
  }

  @Property(tries = 100)
  void theOrderOfMessagesDoesNotMatterAndNothingIsFinerThanTheLayout(
      @ForAll @Size(max = 12) List<@IntRange(max = 400) Integer> days,
      @ForAll @FloatRange(min = -1, max = 1) float sentiment) {
    CustomerState one = new CustomerState();
    CustomerState other = new CustomerState();
    for (int i = 0; i < days.size(); i++) {
      said(one, i, days.get(i), sentiment);
      said(other, days.size() - 1 - i, days.get(days.size() - 1 - i), sentiment);
    }
    double sum = one.ticketDispleasure(at(400));
    assertThat(other.ticketDispleasure(at(400))).isCloseTo(sum, within(1e-9 * sum));
    assertThat(other.tellingTicket()).isEqualTo(one.tellingTicket());
    CustomerState restored = TestEvents.read(TestEvents.bytes(one));
    assertThat(restored.ticketDispleasure(at(400))).isEqualTo(sum);
  }

  private static void said(CustomerState state, int i, int day, float sentiment) {
    new Fold().fold(state, message("e" + i, day, "t" + i, sentiment, 0.5f, 0));
  }

  private CustomerState restored() {
    return TestEvents.read(TestEvents.bytes(state));
  }

  private void say(
      String id, int day, String ticketId, float sentiment, float urgency, float leaving) {
    new Fold().fold(state, message(id, day, ticketId, sentiment, urgency, leaving));
  }

  private void close(String id, Integer stars) {
    new Fold()
        .fold(
            state,
            TestEvents.ticket(id, TestEvents.day(0), TicketKind.CLOSED, TicketAuthor.AGENT, stars));
  }

  private static Event message(
      String id, int day, String ticketId, float sentiment, float urgency, float leaving) {
    return Event.of(
        TicketEvent.newBuilder()
            .setEventId(id)
            .setCustomerId("c1")
            .setOccurredAt(TestEvents.day(day))
            .setKind(TicketKind.MESSAGE)
            .setTicketId(ticketId)
            .setAuthor(TicketAuthor.CUSTOMER)
            .setAnalysis(
                TicketAnalysis.newBuilder()
                    .setSentiment(sentiment)
                    .setUrgency(urgency)
                    .setLeaving(leaving)
                    .build())
            .build());
  }

  private static long at(int day) {
    return TestEvents.micros(TestEvents.day(day));
  }
}
