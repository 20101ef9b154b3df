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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Taobao UserBehavior: page views, favourites, carts and purchases of a market place, without a
 * header line. A favourite counts as a view. Prices are not published: purchases are of 0.00 yuan.
 * Event ids are row numbers, as rows repeat.
 */
final class Taobao {
  static final PublishedFiles.Description DESCRIPTION =
      new PublishedFiles.Description(
          "taobao",
          "Taobao UserBehavior",
          "clickstream/taobao_UserBehavior_slice.csv.gz",
          "not stated with the file (Alibaba Tianchi: research, non-commercial)",
          "Alibaba Group, Tianchi; from rdav27/flink_ecommerce",
          Set.of(Topic.CLICKSTREAM, Topic.PURCHASES),
          Optional.empty(),
          Taobao::read);

  private static final List<String> COLUMNS =
      List.of("user", "item", "category", "behaviour", "seconds");

  private Taobao() {}

  private static List<Event> read(Path file) {
    List<Event> events = new ArrayList<>();
    Table.fileWithoutHeader(
        file,
        COLUMNS,
        row ->
            events.add(
                Event.of(
                    switch (row.text(3)) {
                      case "buy" -> purchase(row);
                      case "pv", "fav" -> click(row, ClickKind.VIEW);
                      case "cart" -> click(row, ClickKind.ADD_TO_CART);
                      default -> throw row.bad(3, "is none of pv, fav, cart, buy");
                    })));
    return events;
  }

  private static ClickEvent click(Table.Row row, ClickKind kind) {
    return ClickEvent.newBuilder()
        .setEventId("row-" + row.number())
        .setCustomerId("taobao-" + row.text(0))
        .setOccurredAt(Instant.ofEpochSecond(row.whole(4)))
        .setKind(kind)
        .setItemId(row.text(1))
        .setCategory(row.text(2))
        .build();
  }

  private static PurchaseEvent purchase(Table.Row row) {
    return PurchaseEvent.newBuilder()
        .setEventId("row-" + row.number())
        .setCustomerId("taobao-" + row.text(0))
        .setOccurredAt(Instant.ofEpochSecond(row.whole(4)))
        .setKind(PurchaseKind.PURCHASE)
        .setOrderId("row-" + row.number())
        .setCurrency("CNY")
        .setAmountMinor(0)
        .setLines(List.of(new PurchaseLine(row.text(1), row.text(2), 1, 0L)))
        .setCouponIds(List.of())
        .build();
  }
}
