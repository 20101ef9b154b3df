package io.tidewatch.connectors.history;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.PurchaseLine;
import io.tidewatch.schemas.Topic;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * UCI Online Retail: invoices of a British gift wholesaler. One purchase per invoice at the time of
 * its first line; a number that begins with C is a cancellation and becomes a refund of the amounts
 * without their sign. Lines without a customer are left out. Times are read as those of London,
 * money as pounds. Categories are not published.
 */
final class OnlineRetail {
  static final PublishedFiles.Description DESCRIPTION =
      new PublishedFiles.Description(
          "onlineretail",
          "UCI Online Retail",
          "online_retail/online_retail.csv.gz",
          "not stated with the file (repository: Apache-2.0; UCI: CC BY 4.0)",
          "D. Chen, UCI Machine Learning Repository (2015); from"
              + " databricks/Spark-The-Definitive-Guide",
          Set.of(Topic.PURCHASES),
          Optional.empty(),
          OnlineRetail::read);

  private static final List<String> COLUMNS =
      List.of("InvoiceNo", "StockCode", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final ZoneId ZONE = ZoneId.of("Europe/London");

  private OnlineRetail() {}

  private record Invoice(String number, String customer, Instant at, List<PurchaseLine> lines) {}

  /**
   * Reads the published table.
   *
   * @throws UnreadableHistoryException if the file is absent or broken; names the row
   */
  static List<Event> read(Path file) {
    Map<String, Invoice> invoices = new LinkedHashMap<>();
    Table.file(file, COLUMNS, row -> line(row, invoices));
    return invoices.values().stream().map(invoice -> Event.of(purchase(invoice))).toList();
  }

  private static void line(Table.Row row, Map<String, Invoice> invoices) {
    String customer = row.text(5).replaceAll("\\.0$", "");
    if (customer.isEmpty()) {
      return;
    }
    String number = row.text(0);
    Invoice invoice =
        invoices.computeIfAbsent(
            customer + "/" + number,
            key -> new Invoice(number, customer, time(row), new ArrayList<>()));
    long pieces = Math.abs(row.whole(2));
    long amountMinor = Math.round(pieces * Math.abs(row.number(4)) * 100);
    invoice
        .lines()
        .add(
            new PurchaseLine(
                row.text(1),
                null,
                (int) Math.max(1, Math.min(pieces, Integer.MAX_VALUE)),
                amountMinor));
  }

  private static Instant time(Table.Row row) {
    try {
      return LocalDateTime.parse(row.text(3), TIME).atZone(ZONE).toInstant();
    } catch (DateTimeParseException e) {
      throw row.bad(3, "must look like 2010-12-01 08:26:00");
    }
  }

  private static PurchaseEvent purchase(Invoice invoice) {
    boolean refund = invoice.number().startsWith("C");
    return PurchaseEvent.newBuilder()
        .setEventId("invoice-" + invoice.number())
        .setCustomerId("or-" + invoice.customer())
        .setOccurredAt(invoice.at())
        .setKind(refund ? PurchaseKind.REFUND : PurchaseKind.PURCHASE)
        .setOrderId(invoice.number())
        .setCurrency("GBP")
        .setAmountMinor(invoice.lines().stream().mapToLong(PurchaseLine::getAmountMinor).sum())
        .setLines(invoice.lines())
        .setCouponIds(List.of())
        .build();
  }
}
