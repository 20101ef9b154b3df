package io.tidewatch.scoring;

import static io.tidewatch.scoring.TestEvents.day;
import static io.tidewatch.scoring.TestEvents.purchase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.decisions.TicketEffect;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Reason;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What customers say in tickets moves their churn score in the same event. */
class TicketScoreTest {
  private static final String ANGRY_ENGLISH =
      "This is the worst shop ever! Three weeks and my parcel is still not here. I will never buy"
          + " from you again, you are thieves!!";
  private static final String ANGRY_CHINESE = "垃圾平台，等了三个星期快递还没到，客服态度恶劣，再也不会来买了，骗子！！";
  private static final String NEUTRAL = "What size is the blue jacket?";

  private final TicketReading reading = new TicketReading();

  @Test
  void anAngryTicketRaisesTheScoreAndANeutralOneDoesNot() throws Exception {
    try (CustomerHarness customers = serving(0.99f)) {
      DecisionRecord english = ticket(customers, "english", ANGRY_ENGLISH);
      DecisionRecord chinese = ticket(customers, "chinese", ANGRY_CHINESE);
      DecisionRecord neutral = ticket(customers, "neutral", NEUTRAL);

      assertThat(neutral.getTicketEffect()).isZero();
      assertThat(english.getTicketEffect()).isGreaterThan(0.1f);
      assertThat(chinese.getTicketEffect()).isGreaterThan(0.1f);
      assertThat(english.getChurn() - english.getTicketEffect())
          .isCloseTo(neutral.getChurn(), within(0.05f));
      assertThat(english.getChurn()).isGreaterThan(neutral.getChurn() + 0.1f);
      assertThat(chinese.getChurn()).isGreaterThan(neutral.getChurn() + 0.1f);
    }
  }

  @Test
  void resolutionAndSatisfactionLowerItAgain() throws Exception {
    try (CustomerHarness customers = serving(0.99f)) {
      DecisionRecord angry = ticket(customers, "c", ANGRY_ENGLISH);
      customers.event(step("closed-c", "c", TicketKind.CLOSED, TicketAuthor.AGENT, null, 5));
      DecisionRecord closed = record(customers, "closed-c");

      assertThat(closed.getTicketEffect()).isPositive().isLessThan(angry.getTicketEffect());
      assertThat(closed.getChurn()).isLessThan(angry.getChurn());
    }
  }

  @Test
  void theAlertNamesTheTicket() throws Exception {
    try (CustomerHarness customers = serving(0.5f)) {
      ticket(customers, "c", ANGRY_ENGLISH);

      ChurnAlert alert = customers.alerts().get(customers.alerts().size() - 1);
      assertThat(alert.getTriggerEventId()).isEqualTo("ticket-c");
      Reason reason =
          alert.getReasons().stream()
              .filter(r -> r.getGroup().equals(TicketEffect.GROUP))
              .findFirst()
              .orElseThrow();
      assertThat(reason.getContribution()).isGreaterThan(0.1f);
      assertThat(reason.getText()).contains("T-c");
    }
  }

  @Test
  void aPolicyTurnsItOff() throws Exception {
    try (CustomerHarness customers = serving(0.99f)) {
      Policy off = policy(0.99f);
      off.getTicketSignals().setLimit(0);
      customers.apply(off);
      assertThat(ticket(customers, "c", ANGRY_ENGLISH).getTicketEffect()).isZero();
    }
  }

  private static CustomerHarness serving(float raiseAt) throws Exception {
    CustomerHarness customers = CustomerHarness.serving(Ordering.ARRIVAL);
    customers.apply(policy(raiseAt));
    return customers;
  }

  private static Policy policy(float raiseAt) {
    Policy policy = TestEvents.policy();
    policy.setScoreLogShare(1);
    policy.getAlerts().setRaiseAt(raiseAt);
    policy.getAlerts().setClearBelow(raiseAt / 2);
    return policy;
  }

  /** A customer buys twice and writes a ticket; returns the score of that moment. */
  private DecisionRecord ticket(CustomerHarness customers, String customer, String text)
      throws Exception {
    customers.event(purchase("p1-" + customer, customer, day(0), "tea"));
    customers.event(purchase("p2-" + customer, customer, day(5), "tea"));
    String id = "ticket-" + customer;
    customers.event(step(id, customer, TicketKind.OPENED, TicketAuthor.CUSTOMER, text, null));
    return record(customers, id);
  }

  private static DecisionRecord record(CustomerHarness customers, String eventId) {
    List<DecisionRecord> records =
        customers.records(DecisionRecord.class).stream()
            .filter(record -> eventId.equals(record.getTriggerEventId()))
            .toList();
    return records.get(records.size() - 1);
  }

  private Event step(
      String id,
      String customer,
      TicketKind kind,
      TicketAuthor author,
      String text,
      Integer satisfaction) {
    return reading.forFold(
        Event.of(
            TicketEvent.newBuilder()
                .setEventId(id)
                .setCustomerId(customer)
                .setOccurredAt(day(13))
                .setKind(kind)
                .setTicketId("T-" + customer)
                .setAuthor(author)
                .setText(text)
                .setSatisfaction(satisfaction)
                .build()));
  }
}
