package io.tidewatch.connectors.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.schemas.ClickEvent;
import io.tidewatch.schemas.ClickKind;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.PurchaseLine;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows are made up, in the published formats. */
class DataSetsTest {
  @TempDir private Path dir;

  @Test
  void namesTheKnownSetsForAnUnknownName() {
    assertThatThrownBy(() -> DataSets.named("nosuch", Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'nosuch'")
        .hasMessageContaining("completejourney, cdnow, onlineretail, rees46, taobao");
  }

  @Test
  void asksForADirectoryWhereNothingIsBundled() {
    assertThatThrownBy(() -> DataSets.named("cdnow", Optional.empty()))
        .isInstanceOf(UnreadableHistoryException.class)
        .hasMessageContaining("--data DIR")
        .hasMessageContaining("cdnow/CDNOW_master.txt.gz");
  }

  @Test
  void namesTheAbsentFileAndWhereToFindIt() {
    assertThatThrownBy(() -> DataSets.named("rees46", Optional.of(dir)))
        .isInstanceOf(UnreadableHistoryException.class)
        .hasMessageContaining(dir.resolve("clickstream/rees46_2019-Oct_slice.csv.gz").toString())
        .hasMessageContaining("docs/data-sources.md");
  }

  @Test
  void readsCdnow() throws IOException {
    write(
        "cdnow/CDNOW_master.txt.gz",
        """
         customer_id  date number_of_cds  dollar_value
         00002 19970112  5   77.00
         00001 19970101  1   11.50
         00002 19970112  1   12.00
         00003 19980630  0    0.00
        """);

    DataSet cdnow = DataSets.named("cdnow", Optional.of(dir));

    List<PurchaseEvent> orders = purchases(cdnow);
    assertThat(orders)
        .extracting(PurchaseEvent::getCustomerId)
        .containsExactly("cdnow-00001", "cdnow-00002", "cdnow-00002", "cdnow-00003");
    assertThat(orders)
        .extracting(PurchaseEvent::getAmountMinor)
        .containsExactly(1_150L, 7_700L, 1_200L, 0L);
    assertThat(orders.get(1).getEventId()).isEqualTo("order-19970112-1");
    assertThat(orders.get(2).getOccurredAt()).isEqualTo("1997-01-12T12:00:01Z");
    assertThat(orders.get(1).getLines()).containsExactly(new PurchaseLine("cd", "CD", 5, 7_700L));
    assertThat(cdnow.firstAt()).isEqualTo("1997-01-01T12:00:00Z");
    assertThat(cdnow.suggestedSplit()).isEqualTo("1997-10-01T00:00:00Z");
    assertThat(cdnow.simulatedTopics()).isEmpty();
    assertThat(cdnow.offers()).isEmpty();
  }

  @Test
  void knowsACustomerOfTheCdnowSampleByTheIdInTheWholeLog() throws IOException {
    Path sample = Files.writeString(dir.resolve("s.txt"), " 00004 0001 19970118  2   29.73\n");
    Path whole = Files.writeString(dir.resolve("m.txt"), " 00004 19970118  2   29.73\n");

    assertThat(PurchaseLogs.cdnow(sample))
        .extracting(Event::record)
        .isEqualTo(PurchaseLogs.cdnow(whole).stream().map(Event::record).toList());
  }

  @Test
  void saysWhichSingleLogIsAbsentOrEmpty() throws IOException {
    Path empty = Files.writeString(dir.resolve("empty.txt"), "");

    assertThatThrownBy(() -> PurchaseLogs.cdnow(empty))
        .isInstanceOf(UnreadableHistoryException.class)
        .hasMessageContaining("empty.txt holds no orders");
    assertThatThrownBy(() -> PurchaseLogs.onlineRetail(dir.resolve("none.csv")))
        .isInstanceOf(UnreadableHistoryException.class)
        .hasMessageContaining("none.csv does not exist")
        .hasMessageContaining("docs/data-sources.md");
  }

  @Test
  void namesTheBrokenLineOfCdnow() throws IOException {
    write("cdnow/CDNOW_master.txt.gz", " 00001 19970101  1   11.50\n 00001 1997 x\n");

    assertThatThrownBy(() -> DataSets.named("cdnow", Optional.of(dir)))
        .isInstanceOf(UnreadableHistoryException.class)
        .hasMessageContaining("CDNOW_master.txt.gz line 2")
        .hasMessageContaining("expected 'customer yyyymmdd number dollars'");
  }

  @Test
  void readsOnlineRetail() throws IOException {
    write(
        "online_retail/online_retail.csv.gz",
        """
        InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
        100001,A1,"CUP, BLUE ",6,2011-07-01 08:26:00,2.55,17000.0,United Kingdom
        100001,B2,PLATE,2,2011-07-01 08:26:00,3.39,17000.0,United Kingdom
        100002,B2,PLATE,1,2011-07-01 09:00:00,3.39,,United Kingdom
        C100003,B2,PLATE,-2,2011-12-01 10:00:00,3.39,17000.0,United Kingdom
        """);

    List<PurchaseEvent> invoices = purchases(DataSets.named("onlineretail", Optional.of(dir)));

    assertThat(invoices).hasSize(2);
    PurchaseEvent sale = invoices.get(0);
    assertThat(sale.getEventId()).isEqualTo("invoice-100001");
    assertThat(sale.getCustomerId()).isEqualTo("or-17000");
    assertThat(sale.getOccurredAt()).as("British summer time").isEqualTo("2011-07-01T07:26:00Z");
    assertThat(sale.getKind()).isEqualTo(PurchaseKind.PURCHASE);
    assertThat(sale.getAmountMinor()).isEqualTo(1_530 + 678);
    assertThat(sale.getLines())
        .containsExactly(
            new PurchaseLine("A1", null, 6, 1_530L), new PurchaseLine("B2", null, 2, 678L));
    PurchaseEvent refund = invoices.get(1);
    assertThat(refund.getKind()).isEqualTo(PurchaseKind.REFUND);
    assertThat(refund.getOccurredAt()).as("winter time").isEqualTo("2011-12-01T10:00:00Z");
    assertThat(refund.getAmountMinor()).isEqualTo(678);
    assertThat(refund.getCurrency()).isEqualTo("GBP");
  }

  @Test
  void readsRees46() throws IOException {
    String header =
        "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,"
            + "user_session\n";
    write(
        "clickstream/rees46_2019-Oct_slice.csv.gz",
        header
            + "2019-10-01 00:00:02 UTC,purchase,7,21,home.lamp,acme,33.20,501,s-1\n"
            + "2019-10-01 00:00:00 UTC,view,7,21,home.lamp,acme,33.20,501,s-1\n"
            + "2019-10-01 00:00:00 UTC,view,7,21,home.lamp,acme,33.20,501,s-1\n"
            + "2019-10-01 00:00:01 UTC,cart,8,22,,,5.00,502,s-2\n");

    List<Event> events = DataSets.named("rees46", Optional.of(dir)).events().toList();

    assertThat(events)
        .extracting(Event::eventId)
        .containsExactly("row-3", "row-4", "row-5", "row-2");
    ClickEvent view = (ClickEvent) events.get(0).record();
    assertThat(view.getKind()).isEqualTo(ClickKind.VIEW);
    assertThat(view.getCategory()).isEqualTo("home.lamp");
    assertThat(view.getSessionId()).isEqualTo("s-1");
    ClickEvent cart = (ClickEvent) events.get(2).record();
    assertThat(cart.getKind()).isEqualTo(ClickKind.ADD_TO_CART);
    assertThat(cart.getCategory()).isEqualTo("22");
    PurchaseEvent purchase = (PurchaseEvent) events.get(3).record();
    assertThat(purchase.getCustomerId()).isEqualTo("rees46-501");
    assertThat(purchase.getLines()).containsExactly(new PurchaseLine("7", "home.lamp", 1, 3_320L));
  }

  @Test
  void namesTheFieldOfABrokenRow() throws IOException {
    write(
        "clickstream/rees46_2019-Oct_slice.csv.gz",
        "event_time,event_type,product_id,category_id,category_code,price,user_id,user_session\n"
            + "2019-10-01 00:00:02 UTC,purchase,7,21,home.lamp,cheap,501,s-1\n");

    assertThatThrownBy(() -> DataSets.named("rees46", Optional.of(dir)))
        .isInstanceOf(UnreadableHistoryException.class)
        .hasMessageContaining("row 2: column 'price' must be a number, is 'cheap'");
  }

  @Test
  void namesTheMissingColumn() throws IOException {
    write("online_retail/online_retail.csv.gz", "InvoiceNo,StockCode\n1,2\n");

    assertThatThrownBy(() -> DataSets.named("onlineretail", Optional.of(dir)))
        .isInstanceOf(UnreadableHistoryException.class)
        .hasMessageContaining("online_retail.csv.gz: no column 'Quantity'");
  }

  @Test
  void saysWhenAFileIsNotCompressed() throws IOException {
    Path file = dir.resolve("clickstream/taobao_UserBehavior_slice.csv.gz");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "1,2,3,pv,1511658000\n");

    assertThatThrownBy(() -> DataSets.named("taobao", Optional.of(dir)))
        .isInstanceOf(UnreadableHistoryException.class)
        .hasMessageContaining(file + " cannot be read");
  }

  @Test
  void readsTaobao() throws IOException {
    write(
        "clickstream/taobao_UserBehavior_slice.csv.gz",
        "1,20,300,pv,1511658000\n1,20,300,fav,1511658001\n1,20,300,cart,1511658002\n"
            + "1,20,300,buy,1511658003\n");

    List<Event> events = DataSets.named("taobao", Optional.of(dir)).events().toList();

    assertThat(events.subList(0, 3))
        .extracting(event -> ((ClickEvent) event.record()).getKind())
        .containsExactly(ClickKind.VIEW, ClickKind.VIEW, ClickKind.ADD_TO_CART);
    PurchaseEvent buy = (PurchaseEvent) events.get(3).record();
    assertThat(buy.getOccurredAt()).isEqualTo(Instant.ofEpochSecond(1_511_658_003));
    assertThat(buy.getCurrency()).isEqualTo("CNY");
    assertThat(buy.getLines()).containsExactly(new PurchaseLine("20", "300", 1, 0L));
  }

  private void write(String name, String text) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    try (Writer out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
      out.write(text);
    }
  }

  private static List<PurchaseEvent> purchases(DataSet set) {
    return set.events().map(event -> (PurchaseEvent) event.record()).toList();
  }
}
