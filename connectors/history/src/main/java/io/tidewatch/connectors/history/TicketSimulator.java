package io.tidewatch.connectors.history;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Draws tickets: opened by the customer with a text drawn from those given, answered by an agent
 * after 10 minutes to 24 hours, closed 1 to 72 hours later, with a satisfaction from 1 to 5 in 60 %
 * of the cases.
 *
 * <p>Tickets are a Poisson process with a mean gap of 180 days, the same for every customer and
 * moment: neither their number, nor text, nor satisfaction tells anything of what the customer does
 * before or after. 3 % of the steps are received 1 to 15 minutes late. Steps after the end of the
 * period are left out, so that some tickets stay open.
 */
final class TicketSimulator {
  private static final Duration MEAN_GAP = Duration.ofDays(180);
  private static final double ASKED = 0.6;
  private static final double LATE = 0.03;
  private static final List<String> ANSWERS =
      List.of(
          "Thank you for writing to us. We have looked into it and it should work now.",
          "I am sorry for the trouble. I have passed this on and you will hear from us by e-mail.",
          "Thanks for your patience. Could you please try again and tell us if it still happens?",
          "I understand. We have corrected it on our side; nothing else is needed from you.");

  private final long seed;
  private final Instant firstAt;
  private final Instant lastAt;
  private final List<String> texts;

  TicketSimulator(long seed, Instant firstAt, Instant lastAt, List<String> texts) {
    this.seed = seed;
    this.firstAt = firstAt;
    this.lastAt = lastAt;
    this.texts = texts;
  }

  /** Gives the tickets of one customer to {@code out}. */
  void simulate(String customerId, Consumer<Event> out) {
    var random = Seeds.random(seed, "tickets", customerId);
    Instant opened = firstAt;
    for (int number = 1; ; number++) {
      opened = opened.plusSeconds((long) Seeds.exponential(random, MEAN_GAP.toSeconds()) + 1);
      if (!opened.isBefore(lastAt)) {
        return;
      }
      ticket(customerId, "t" + number, opened, random.split(), out);
    }
  }

  private void ticket(
      String customerId,
      String ticketId,
      Instant opened,
      SplittableRandom random,
      Consumer<Event> out) {
    String question = texts.get(random.nextInt(texts.size()));
    String answer = ANSWERS.get(random.nextInt(ANSWERS.size()));
    Instant answered = opened.plusSeconds(random.nextInt(10 * 60, 24 * 3_600));
    Instant closed = answered.plusSeconds(random.nextInt(3_600, 72 * 3_600));
    Integer satisfaction = random.nextDouble() < ASKED ? random.nextInt(1, 6) : null;
    List<TicketEvent.Builder> steps =
        List.of(
            step(TicketKind.OPENED, TicketAuthor.CUSTOMER, opened).setText(question),
            step(TicketKind.MESSAGE, TicketAuthor.AGENT, answered).setText(answer),
            step(TicketKind.CLOSED, TicketAuthor.SYSTEM, closed).setSatisfaction(satisfaction));
    for (TicketEvent.Builder step : steps) {
      if (step.getOccurredAt().isBefore(lastAt)) {
        out.accept(
            Event.of(
                step.setEventId("ticket-" + ticketId + "-" + step.getKind())
                    .setCustomerId(customerId)
                    .setTicketId(ticketId)
                    .setReceivedAt(Delay.draw(random, LATE, step.getOccurredAt(), lastAt))
                    .build()));
      }
    }
  }

  private static TicketEvent.Builder step(TicketKind kind, TicketAuthor author, Instant at) {
    return TicketEvent.newBuilder().setKind(kind).setAuthor(author).setOccurredAt(at);
  }
}
