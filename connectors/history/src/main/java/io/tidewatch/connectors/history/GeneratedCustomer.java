package io.tidewatch.connectors.history;

import io.tidewatch.schemas.ClickEvent;
import io.tidewatch.schemas.ClickKind;
import io.tidewatch.schemas.Consent;
import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.PurchaseLine;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * One made-up customer. On each day, until the customer churns:
 *
 * <ul>
 *   <li>an order with probability 1 / gap, the gap being 3 to 10 days by customer; 1 to 3 lines of
 *       2.00 to 25.00 dollars; before half of the orders 2 to 5 clicks, up to 30 minutes earlier;
 *   <li>a browsing session of 2 to 5 clicks with probability 0.15;
 *   <li>lines and clicks are of one of 3 preferred categories with probability 0.8, else of any;
 *   <li>a ticket with probability 1/200. In the {@value #COMPLAINING_DAYS} days before the churn it
 *       is 1/7 instead, with an angry text and a satisfaction of 1 or 2.
 * </ul>
 *
 * A quarter of the customers churn, on a day drawn from the middle of the period (30 % to 90 %);
 * from that midnight on nothing comes from them. 3 % of the clicks are received late, within the
 * day.
 */
final class GeneratedCustomer {
  static final List<String> CATEGORIES =
      List.of(
          "bakery",
          "beer",
          "books",
          "candles",
          "cheese",
          "chocolate",
          "coffee",
          "cosmetics",
          "flowers",
          "fruit",
          "games",
          "garden",
          "ham",
          "juice",
          "kitchen",
          "music",
          "noodles",
          "paper",
          "pets",
          "soap",
          "soup",
          "sport",
          "tea",
          "toys");

  private static final int PREFERRED = 3;
  private static final double PREFER = 0.8;
  private static final double CHURN = 0.25;
  private static final double CLICKS_BEFORE_ORDER = 0.5;
  private static final double BROWSE = 0.15;
  private static final double TICKET = 1.0 / 200;
  private static final double COMPLAINT = 1.0 / 7;
  private static final int COMPLAINING_DAYS = 21;
  private static final double LATE = 0.03;
  private static final int DAY_SECONDS = 86_400;
  private static final List<String> ANGRY =
      List.of(
          "This is the third time that my order came late and nobody answers. I have had enough.",
          "Your service is terrible. I want my money back and my account closed.",
          "The delivery was broken again and you refuse to replace it. I will buy elsewhere.");
  private static final List<String> CALM =
      List.of(
          "Where can I find the invoice of my last order?",
          "Could you please change my delivery address?",
          "Which sizes will be back in stock next month?");

  private final String customerId;
  private final long seed;
  private final Instant start;
  private final int churnDay;
  private final double orderRate;
  private final List<String> preferred;

  GeneratedCustomer(int number, int days, Instant start, long seed) {
    this.customerId = String.format("load-%07d", number);
    this.seed = seed;
    this.start = start;
    var random = Seeds.random(seed, "customer", customerId);
    boolean churns = random.nextDouble() < CHURN;
    int day = (int) (days * (0.3 + 0.6 * random.nextDouble()));
    this.churnDay = churns ? day : Integer.MAX_VALUE;
    this.orderRate = 1.0 / random.nextInt(3, 11);
    List<String> left = new ArrayList<>(CATEGORIES);
    List<String> drawn = new ArrayList<>();
    for (int i = 0; i < PREFERRED; i++) {
      drawn.add(left.remove(random.nextInt(left.size())));
    }
    Collections.sort(drawn);
    this.preferred = List.copyOf(drawn);
  }

  LoadGenerator.Truth truth() {
    Optional<Instant> churnedAt =
        churnDay == Integer.MAX_VALUE ? Optional.empty() : Optional.of(startOf(churnDay));
    return new LoadGenerator.Truth(customerId, churnedAt, preferred);
  }

  /** Gives the events that become available on a day of the period to {@code out}. */
  void events(int day, Consumer<Event> out) {
    if (day == 0) {
      out.accept(Event.of(profile()));
    }
    if (day >= churnDay) {
      return;
    }
    var random = Seeds.random(seed, "day", customerId, Integer.toString(day));
    if (random.nextDouble() < orderRate) {
      int second = random.nextInt(DAY_SECONDS / 3, DAY_SECONDS - 3_600);
      if (random.nextDouble() < CLICKS_BEFORE_ORDER) {
        session(day, "o", second - random.nextInt(600, 1_800), random, out);
      }
      out.accept(Event.of(order(day, second, random)));
    }
    if (random.nextDouble() < BROWSE) {
      session(day, "b", random.nextInt(DAY_SECONDS - 3_600), random, out);
    }
    boolean complaining = day >= churnDay - COMPLAINING_DAYS;
    if (random.nextDouble() < (complaining ? COMPLAINT : TICKET)) {
      ticket(day, complaining, random, out);
    }
  }

  private CustomerProfile profile() {
    return CustomerProfile.newBuilder()
        .setEventId("profile")
        .setCustomerId(customerId)
        .setOccurredAt(start)
        .setConsents(
            List.of(
                new Consent(ConsentPurpose.MARKETING, true, List.of()),
                new Consent(ConsentPurpose.PERSONALISATION, true, List.of()),
                new Consent(ConsentPurpose.RETENTION, true, List.of())))
        .setLocale("en-US")
        .setTimeZone("UTC")
        .setSegments(List.of())
        .build();
  }

  private PurchaseEvent order(int day, int second, SplittableRandom random) {
    List<PurchaseLine> lines = new ArrayList<>();
    long amountMinor = 0;
    for (int number = random.nextInt(1, 4); number > 0; number--) {
      String category = category(random);
      long lineMinor = random.nextInt(200, 2_501);
      lines.add(new PurchaseLine(item(category, random), category, 1, lineMinor));
      amountMinor += lineMinor;
    }
    return PurchaseEvent.newBuilder()
        .setEventId("order-" + day)
        .setCustomerId(customerId)
        .setOccurredAt(startOf(day).plusSeconds(second))
        .setKind(PurchaseKind.PURCHASE)
        .setOrderId(customerId + "-" + day)
        .setCurrency("USD")
        .setAmountMinor(amountMinor)
        .setLines(lines)
        .setCouponIds(List.of())
        .build();
  }

  private void session(
      int day, String kind, int second, SplittableRandom random, Consumer<Event> out) {
    int clicks = random.nextInt(2, 6);
    String sessionId = kind + day;
    Instant lastAt = startOf(day + 1).minusMillis(1);
    for (int number = 1; number <= clicks; number++) {
      Instant at = startOf(day).plusSeconds(second + (number - 1) * 60L + random.nextInt(1, 60));
      String category = category(random);
      boolean cart = random.nextInt(10) == 0;
      out.accept(
          Event.of(
              ClickEvent.newBuilder()
                  .setEventId("click-" + sessionId + "-" + number)
                  .setCustomerId(customerId)
                  .setOccurredAt(at)
                  .setReceivedAt(Delay.draw(random, LATE, at, lastAt))
                  .setKind(cart ? ClickKind.ADD_TO_CART : ClickKind.VIEW)
                  .setSessionId(sessionId)
                  .setItemId(item(category, random))
                  .setCategory(category)
                  .build()));
    }
  }

  private void ticket(int day, boolean angry, SplittableRandom random, Consumer<Event> out) {
    List<String> texts = angry ? ANGRY : CALM;
    String text = texts.get(random.nextInt(texts.size()));
    Instant opened = startOf(day).plusSeconds(random.nextInt(DAY_SECONDS - 8 * 3_600));
    Instant answered = opened.plusSeconds(random.nextInt(600, 3 * 3_600));
    Instant closed = answered.plusSeconds(random.nextInt(600, 4 * 3_600));
    int satisfaction = angry ? random.nextInt(1, 3) : random.nextInt(3, 6);
    for (TicketEvent.Builder step :
        List.of(
            step(TicketKind.OPENED, TicketAuthor.CUSTOMER, opened).setText(text),
            step(TicketKind.MESSAGE, TicketAuthor.AGENT, answered)
                .setText("Thank you for writing. We are looking into it."),
            step(TicketKind.CLOSED, TicketAuthor.SYSTEM, closed).setSatisfaction(satisfaction))) {
      out.accept(
          Event.of(
              step.setEventId("ticket-" + day + "-" + step.getKind())
                  .setCustomerId(customerId)
                  .setTicketId(customerId + "-" + day)
                  .build()));
    }
  }

  private static TicketEvent.Builder step(TicketKind kind, TicketAuthor author, Instant at) {
    return TicketEvent.newBuilder().setKind(kind).setAuthor(author).setOccurredAt(at);
  }

  private String category(SplittableRandom random) {
    List<String> from = random.nextDouble() < PREFER ? preferred : CATEGORIES;
    return from.get(random.nextInt(from.size()));
  }

  private static String item(String category, SplittableRandom random) {
    return category + "-" + random.nextInt(20);
  }

  private Instant startOf(int day) {
    return start.plus(Duration.ofDays(day));
  }
}
