package io.tidewatch.connectors.gateway.collector;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.PurchaseLine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes records of orders: money exactly, in minor units. */
final class Orders {
  private Orders() {}

  static Mapping.Maker as(PurchaseKind kind) {
    return event -> Optional.of(order(event, kind));
  }

  private static PurchaseEvent order(Tracked event, PurchaseKind kind)
      throws RefusedEventException {
    JsonNode json = event.json();
    Currency currency =
        Money.currency(
            Source.CURRENCY.path(),
            Source.CURRENCY.requiredIn(json, DeadLetterReason.BAD_CURRENCY));
    List<JsonNode> products = products(json);
    List<PurchaseLine> lines = lines(products, currency);
    return PurchaseEvent.newBuilder()
        .setEventId(event.eventId())
        .setCustomerId(event.customerId())
        .setOccurredAt(event.occurredAt())
        .setReceivedAt(event.receivedAt())
        .setKind(kind)
        .setOrderId(Source.ORDER.requiredIn(json, DeadLetterReason.BAD_ID))
        .setCurrency(currency.getCurrencyCode())
        .setAmountMinor(amount(json, currency, products, lines))
        .setLines(lines)
        .setCouponIds(coupons(json, products))
        .build();
  }

  /** What the order says, or else what its lines add up to. */
  private static long amount(
      JsonNode json, Currency currency, List<JsonNode> products, List<PurchaseLine> lines)
      throws RefusedEventException {
    Optional<JsonNode> total = Source.AMOUNT.in(json);
    if (total.isPresent()) {
      String path = Source.AMOUNT.path();
      return Money.minor(path, Money.decimal(path, total.get()), currency);
    }
    boolean priced =
        products.stream().allMatch(product -> Source.LINE_PRICE.in(product).isPresent());
    if (lines.isEmpty() || !priced) {
      throw RefusedEventException.of(
          DeadLetterReason.BAD_NUMBER,
          Source.AMOUNT.path(),
          "is missing, and so are prices that would add up to it");
    }
    return lines.stream().mapToLong(PurchaseLine::getAmountMinor).sum();
  }

  private static List<JsonNode> products(JsonNode json) throws RefusedEventException {
    Optional<JsonNode> found = Source.PRODUCTS.in(json);
    List<JsonNode> products = new ArrayList<>();
    if (found.isPresent()) {
      if (!found.get().isArray()) {
        throw RefusedEventException.of(
            DeadLetterReason.BAD_TEXT, Source.PRODUCTS.path(), "is not a list");
      }
      found.get().forEach(products::add);
    }
    return products;
  }

  private static List<PurchaseLine> lines(List<JsonNode> products, Currency currency)
      throws RefusedEventException {
    List<PurchaseLine> lines = new ArrayList<>(products.size());
    for (int i = 0; i < products.size(); i++) {
      lines.add(line(products.get(i), Source.PRODUCTS.path() + "[" + i + "].", currency));
    }
    return lines;
  }

  private static PurchaseLine line(JsonNode product, String path, Currency currency)
      throws RefusedEventException {
    String itemId = Source.LINE_ITEM.textIn(product, path + Source.LINE_ITEM.path());
    if (itemId == null) {
      throw RefusedEventException.of(
          DeadLetterReason.BAD_ID, path + Source.LINE_ITEM.path(), "is missing");
    }
    int quantity = quantity(product, path + Source.LINE_QUANTITY.path());
    Optional<JsonNode> price = Source.LINE_PRICE.in(product);
    long amount = 0;
    if (price.isPresent()) {
      String pricePath = path + Source.LINE_PRICE.path();
      BigDecimal each = Money.decimal(pricePath, price.get());
      amount = Money.minor(pricePath, each.multiply(BigDecimal.valueOf(quantity)), currency);
    }
    return PurchaseLine.newBuilder()
        .setItemId(itemId)
        .setCategory(Source.LINE_CATEGORY.textIn(product, path + Source.LINE_CATEGORY.path()))
        .setQuantity(quantity)
        .setAmountMinor(amount)
        .build();
  }

  private static int quantity(JsonNode product, String path) throws RefusedEventException {
    Optional<JsonNode> quantity = Source.LINE_QUANTITY.in(product);
    if (quantity.isEmpty()) {
      return 1;
    }
    BigDecimal number = Money.decimal(path, quantity.get()).stripTrailingZeros();
    if (number.scale() > 0 || number.precision() - number.scale() > 9) {
      throw RefusedEventException.of(
          DeadLetterReason.BAD_NUMBER, path, "is not a whole number of pieces");
    }
    return number.intValueExact();
  }

  private static List<String> coupons(JsonNode json, List<JsonNode> products)
      throws RefusedEventException {
    Set<String> coupons = new LinkedHashSet<>();
    add(coupons, Source.COUPON.textIn(json));
    for (JsonNode product : products) {
      add(coupons, Source.LINE_COUPON.textIn(product));
    }
    return List.copyOf(coupons);
  }

  private static void add(Set<String> coupons, String coupon) {
    if (coupon != null) {
      coupons.add(coupon);
    }
  }
}
