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
 * CDNOW: purchases of CDs by one cohort of customers. A file has one order a line, separated by
 * blanks: customer, date, number of CDs, dollars. In the published sample of a tenth the customer's
 * number within the sample stands behind the customer, and is not used: a customer has the same id
 * in both files. Only dates are published: orders are put at noon UTC, several of one customer's
 * day a second apart in file order. An order of no CD counts as one.
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

  private static final int FIELDS = 4;
  private static final int SAMPLE_FIELDS = 5;
  private static final long NOON = 12 * 3_600;

  private Cdnow() {}

  /**
   * Reads a log of either form.
   *
   * @throws UnreadableHistoryException if the file is absent or broken; names the line
   */
  static List<Event> read(Path file) {
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
    if (fields.length != FIELDS && fields.length != SAMPLE_FIELDS) {
      throw unexpected(file, number, fields.length + " fields", null);
    }
    try {
      String customer = fields[0];
      int next = fields.length == SAMPLE_FIELDS ? 2 : 1;
      String date = fields[next];
      int quantity = Math.max(1, Integer.parseInt(fields[next + 1]));
      long amountMinor = Math.round(Double.parseDouble(fields[next + 2]) * 100);
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
    } catch (NumberFormatException | DateTimeParseException e) {
      throw unexpected(file, number, e.getMessage(), e);
    }
  }

  private static UnreadableHistoryException unexpected(
      Path file, long number, String what, Exception cause) {
    return new UnreadableHistoryException(
        file
            + " line "
            + number
            + ": expected 'customer yyyymmdd number dollars', or the same with the number in the"
            + " sample behind the customer ("
            + what
            + ")",
        cause);
  }
}
