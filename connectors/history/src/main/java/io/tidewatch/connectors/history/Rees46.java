package io.tidewatch.connectors.history;

import io.tidewatch.schemas.ClickEvent;
import io.tidewatch.schemas.ClickKind;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.PurchaseLine;
import io.tidewatch.schemas.Topic;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * REES46: views, cart actions and purchases of a shop with many categories. Every purchase row is
 * an order of one piece; prices are read as US dollars. The category is the published code, or the
 * category's number where there is no code. Event ids are row numbers, as rows repeat.
 */
final class Rees46 {
  static final PublishedFiles.Description DESCRIPTION =
      new PublishedFiles.Description(
          "rees46",
          "REES46 multi-category shop",
          "clickstream/rees46_2019-Oct_slice.csv.gz",
          "not stated",
          "REES46 Marketing Platform, Open CDP; from ibrhmspl/Team11_Customer_Segmentation",
          Set.of(Topic.CLICKSTREAM, Topic.PURCHASES),
          Optional.empty(),
          Rees46::read);

  private static final List<String> COLUMNS =
      List.of(
          "event_time",
          "event_type",
          "product_id",
          "category_id",
          "category_code",
          "price",
          "user_id",
          "user_session");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'");

  private Rees46() {}

  private static List<Event> read(Path file) {
    List<Event> events = new ArrayList<>();
    Table.file(
        file,
        COLUMNS,
        row ->
            events.add(
                Event.of(
                    switch (row.text(1)) {
                      case "purchase" -> purchase(row);
                      case "view" -> click(row, ClickKind.VIEW);
                      case "cart" -> click(row, ClickKind.ADD_TO_CART);
                      case "remove_from_cart" -> click(row, ClickKind.REMOVE_FROM_CART);
                      default -> throw row.bad(1, "is none of view, cart, purchase");
                    })));
    return events;
  }

  private static ClickEvent click(Table.Row row, ClickKind kind) {
    return ClickEvent.newBuilder()
        .setEventId("row-" + row.number())
        .setCustomerId(customerId(row))
        .setOccurredAt(time(row))
        .setKind(kind)
        .setSessionId(row.text(7))
        .setItemId(row.text(2))
        .setCategory(category(row))
        .build();
  }

  private static PurchaseEvent purchase(Table.Row row) {
    long amountMinor = Math.round(row.number(5) * 100);
    return PurchaseEvent.newBuilder()
        .setEventId("row-" + row.number())
        .setCustomerId(customerId(row))
        .setOccurredAt(time(row))
        .setKind(PurchaseKind.PURCHASE)
        .setOrderId("row-" + row.number())
        .setCurrency("USD")
        .setAmountMinor(amountMinor)
        .setLines(List.of(new PurchaseLine(row.text(2), category(row), 1, amountMinor)))
        .setCouponIds(List.of())
        .build();
  }

  private static String customerId(Table.Row row) {
    return "rees46-" + row.text(6);
  }

  private static String category(Table.Row row) {
    return row.text(4).isEmpty() ? row.text(3) : row.text(4);
  }

  private static Instant time(Table.Row row) {
    try {
      return LocalDateTime.parse(row.text(0), TIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw row.bad(0, "must look like 2019-10-01 00:00:00 UTC");
    }
  }
}
