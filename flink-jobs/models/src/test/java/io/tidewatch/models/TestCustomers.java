package io.tidewatch.models;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.CustomerStateLayout;
import io.tidewatch.customer.Fold;
import io.tidewatch.schemas.ClickEvent;
import io.tidewatch.schemas.ClickKind;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.PurchaseLine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Customers for tests, made by folding events. */
final class TestCustomers {
  static final Instant START = Instant.parse("2017-01-01T00:00:00Z");

  private TestCustomers() {}

  /** Draws clicks and purchases of the categories of {@link TestReleases}, and unknown ones. */
  static List<Event> events(long seed, int count) {
    var random = new Random(seed);
    var events = new ArrayList<Event>();
    Instant at = START;
    for (int i = 0; i < count; i++) {
      at = at.plusSeconds(60 + random.nextInt(200_000));
      if (random.nextInt(3) > 0) {
        events.add(click("e" + i, at));
      } else {
        var categories = new ArrayList<String>();
        for (int line = random.nextInt(4); line >= 0; line--) {
          int index = random.nextInt(TestReleases.CATEGORIES.size());
          categories.add(index == 0 ? "UNHEARD OF" : TestReleases.CATEGORIES.get(index));
        }
        events.add(purchase("e" + i, at, categories.toArray(String[]::new)));
      }
    }
    return events;
  }

  static Event click(String id, Instant at) {
    return Event.of(
        ClickEvent.newBuilder()
            .setEventId(id)
            .setCustomerId("c1")
            .setOccurredAt(at)
            .setKind(ClickKind.VIEW)
            .build());
  }

  static Event purchase(String id, Instant at, String... categories) {
    List<PurchaseLine> lines =
        Stream.of(categories)
            .map(
                category ->
                    PurchaseLine.newBuilder()
                        .setItemId("i-" + category)
                        .setCategory(category)
                        .setAmountMinor(250)
                        .build())
            .toList();
    return Event.of(
        PurchaseEvent.newBuilder()
            .setEventId(id)
            .setCustomerId("c1")
            .setOccurredAt(at)
            .setKind(PurchaseKind.PURCHASE)
            .setOrderId("o-" + id)
            .setCurrency("USD")
            .setAmountMinor(250L * lines.size())
            .setLines(lines)
            .build());
  }

  static CustomerState folded(List<Event> events) {
    var state = new CustomerState();
    var fold = new Fold();
    events.forEach(event -> fold.fold(state, event));
    return state;
  }

  /** Writes the state to bytes and reads it back, as a restart does. */
  static CustomerState restored(CustomerState state) {
    try {
      var bytes = new ByteArrayOutputStream();
      CustomerStateLayout.write(state, new DataOutputStream(bytes));
      return CustomerStateLayout.read(
          new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
