package io.tidewatch.connectors.history;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The bundled tables of The Complete Journey 2.0, cleaned. Rules:
 *
 * <ul>
 *   <li>A row with neither pieces nor money is not a purchase line and is left out (coupon slips on
 *       the receipt). A basket left without lines is no purchase.
 *   <li>What the customer paid for a line is {@code sales_value - coupon_disc}, at least 0: the
 *       sales value is what the retailer gets, and a manufacturer's coupon is paid by the
 *       manufacturer. Loyalty discounts and matched coupons are already taken off it.
 *   <li>Fuel is counted in thousandths of a gallon: a quantity of {@value #MEASURED} or more is one
 *       piece. A line with money but no pieces has one.
 *   <li>Products of the department FUEL have the category FUEL (published under coupons); a product
 *       without a category has none.
 * </ul>
 */
final class CompleteJourneyTables {
  static final List<String> LINE =
      List.of(
          "household_id",
          "basket_id",
          "product_id",
          "quantity",
          "sales_value",
          "coupon_disc",
          "transaction_timestamp");
  static final List<String> PRODUCT = List.of("product_id", "department", "product_category");
  static final List<String> COUPON = List.of("coupon_upc", "product_id", "campaign_id");
  static final List<String> MAILING = List.of("campaign_id", "household_id");
  static final List<String> CAMPAIGN =
      List.of("campaign_id", "campaign_type", "start_date", "end_date");
  static final List<String> REDEMPTION =
      List.of("household_id", "coupon_upc", "campaign_id", "redemption_date");

  /** From this quantity on a line is not counted in pieces. */
  static final int MEASURED = 100;

  private static final String DIR = "completejourney/";

  /** One line of a basket; an empty category is not known. */
  record Line(String productId, String category, int quantity, long amountMinor) {}

  /** One purchase. */
  record Basket(String householdId, String basketId, Instant at, List<Line> lines) {}

  /** One campaign; both dates are inside it. */
  record Campaign(int id, char type, LocalDate start, LocalDate end) {}

  /** One coupon of a campaign for one product. */
  record Coupon(String upc, String productId, int campaignId) {}

  /** One coupon handed in. */
  record Redemption(String householdId, String upc, int campaignId, LocalDate date) {}

  private final Map<String, String> categories = new HashMap<>();
  private final Map<String, Basket> baskets = new LinkedHashMap<>();
  private final List<Campaign> campaigns = new ArrayList<>();
  private final List<Coupon> coupons = new ArrayList<>();
  private final List<Redemption> redemptions = new ArrayList<>();
  private final Map<Integer, List<String>> mailings = new HashMap<>();

  private CompleteJourneyTables() {}

  /** Reads the bundled files. */
  static CompleteJourneyTables bundled() {
    var tables = new CompleteJourneyTables();
    Table.bundled(DIR + "products.csv.gz", PRODUCT, tables::product);
    Table.bundled(DIR + "transactions.csv.gz", LINE, tables::line);
    Table.bundled(DIR + "campaign_descriptions.csv.gz", CAMPAIGN, tables::campaign);
    Table.bundled(DIR + "coupons.csv.gz", COUPON, tables::coupon);
    Table.bundled(DIR + "campaigns.csv.gz", MAILING, tables::mailing);
    Table.bundled(DIR + "coupon_redemptions.csv.gz", REDEMPTION, tables::redemption);
    return tables;
  }

  /** Returns the purchases in order of time. */
  List<Basket> baskets() {
    return List.copyOf(baskets.values());
  }

  /** Returns the category of a product, empty if it has none. */
  String category(String productId) {
    return categories.getOrDefault(productId, "");
  }

  /** Returns the categories by product. */
  Map<String, String> categories() {
    return categories;
  }

  /** Returns the campaigns. */
  List<Campaign> campaigns() {
    return campaigns;
  }

  /** Returns the coupons of products that somebody bought. */
  List<Coupon> coupons() {
    return coupons;
  }

  /** Returns the coupons handed in. */
  List<Redemption> redemptions() {
    return redemptions;
  }

  /** Returns the households to which the campaign was sent. */
  List<String> sentTo(int campaignId) {
    return mailings.getOrDefault(campaignId, List.of());
  }

  /** Returns the customer id of a household. */
  static String customerId(String householdId) {
    return "hh-" + householdId;
  }

  private void product(Table.Row row) {
    String category = row.text(1).equals("FUEL") ? "FUEL" : row.text(2);
    categories.put(row.text(0), category);
  }

  private void line(Table.Row row) {
    long pieces = row.whole(3);
    long salesMinor = Math.round(row.number(4) * 100);
    if (pieces == 0 && salesMinor == 0) {
      return;
    }
    long paidMinor = Math.max(0, salesMinor - Math.round(row.number(5) * 100));
    int quantity = pieces >= MEASURED ? 1 : (int) Math.max(1, pieces);
    Basket basket =
        baskets.computeIfAbsent(
            row.text(1),
            id -> new Basket(row.text(0), id, Instant.parse(row.text(6)), new ArrayList<>()));
    if (!basket.householdId().equals(row.text(0))) {
      throw row.bad(1, "names basket " + basket.basketId() + " of another household");
    }
    basket.lines().add(new Line(row.text(2), category(row.text(2)), quantity, paidMinor));
  }

  private void campaign(Table.Row row) {
    String type = row.text(1);
    campaigns.add(
        new Campaign(
            (int) row.whole(0),
            type.charAt(type.length() - 1),
            LocalDate.parse(row.text(2)),
            LocalDate.parse(row.text(3))));
  }

  private void coupon(Table.Row row) {
    coupons.add(new Coupon(row.text(0), row.text(1), (int) row.whole(2)));
  }

  private void mailing(Table.Row row) {
    mailings.computeIfAbsent((int) row.whole(0), id -> new ArrayList<>()).add(row.text(1));
  }

  private void redemption(Table.Row row) {
    redemptions.add(
        new Redemption(row.text(0), row.text(1), (int) row.whole(2), LocalDate.parse(row.text(3))));
  }
}
