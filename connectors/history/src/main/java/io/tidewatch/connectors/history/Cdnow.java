package io.tidewatch.connectors.history;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.PurchaseLine;
import io.tidewatch.schemas.Topic;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * CDNOW: purchases of CDs by one cohort of customers. The file has one order a line, separated by
 * blanks: customer, date, number of CDs, dollars. Only dates are published: orders are put at noon
 * UTC, several of one customer's day a second apart in file order. An order of no CD counts as one.
 */
final class Cdnow {
  static final PublishedFiles.Description DESCRIPTION =
      new PublishedFiles.Description(
          "cdnow",
          "CDNOW purchase log",
          "cdnow/CDNOW_master.txt.gz",
          "not stated for the data (repository lifetimes: MIT)",
          "P. Fader and B. Hardie; from CamDavidsonPilon/lifetimes",
          Set.of(Topic.PURCHASES),
          // 39 weeks to fit, 39 to test: Fader, Hardie and Lee 2005.
          Optional.of(Instant.parse("1997-10-01T00:00:00Z")),
          Cdnow::read);

  private static final long NOON = 12 * 3_600;

  private Cdnow() {}

  private static List<Event> read(Path file) {
    List<Event> events = new ArrayList<>();
    Map<String, Integer> ordersOfDay = new HashMap<>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(Table.openText(file), StandardCharsets.US_ASCII))) {
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String[] fields = line.strip().split("\\s+");
        boolean header = number == 1 && fields[0].equals("customer_id");
        if (!header && !line.isBlank()) {
          events.add(Event.of(order(file, number, fields, ordersOfDay)));
        }
      }
    } catch (IOException e) {
      throw Table.unreadable(file.toString(), e);
    }
    return events;
  }

  private static PurchaseEvent order(
      Path file, long number, String[] fields, Map<String, Integer> ordersOfDay) {
    try {
      String customer = fields[0];
      String date = fields[1];
      int quantity = Math.max(1, Integer.parseInt(fields[2]));
      long amountMinor = Math.round(Double.parseDouble(fields[3]) * 100);
      int ofDay = ordersOfDay.merge(customer + "/" + date, 1, Integer::sum);
      Instant at =
          LocalDate.parse(date, DateTimeFormatter.BASIC_ISO_DATE)
              .atStartOfDay(ZoneOffset.UTC)
              .toInstant()
              .plusSeconds(NOON + ofDay - 1);
      String orderId = date + "-" + ofDay;
      return PurchaseEvent.newBuilder()
          .setEventId("order-" + orderId)
          .setCustomerId("cdnow-" + customer)
          .setOccurredAt(at)
          .setKind(PurchaseKind.PURCHASE)
          .setOrderId(orderId)
          .setCurrency("USD")
          .setAmountMinor(amountMinor)
          .setLines(List.of(new PurchaseLine("cd", "CD", quantity, amountMinor)))
          .setCouponIds(List.of())
          .build();
    } catch (NumberFormatException | DateTimeParseException | ArrayIndexOutOfBoundsException e) {
      throw new UnreadableHistoryException(
          file
              + " line "
              + number
              + ": expected 'customer yyyymmdd number dollars' ("
              + e.getMessage()
              + ")",
          e);
    }
  }
}
