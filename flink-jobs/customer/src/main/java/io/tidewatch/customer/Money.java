package io.tidewatch.customer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What a customer paid and got back, in minor units of one currency: that of the first order
 * folded. Orders in another currency are counted, their amounts are left out of the sums, because
 * no rate is known that would be right at every time.
 */
final class Money {
  private static final int CURRENCY_LENGTH = 3;

  private final DecayedSums decayed = new DecayedSums(DecayedSums.DAYS_30_90);
  private String currency = "";
  private long spentMinor;
  private long refunds;
  private long refundedMinor;
  private long otherCurrency;

  void spent(long atSeconds, long amountMinor, String orderCurrency) {
    boolean counts = sameCurrency(orderCurrency);
    // Always added, so that these sums stay as of the newest purchase.
    decayed.add(atSeconds, counts ? amountMinor : 0);
    if (counts) {
      spentMinor = add(spentMinor, amountMinor);
    }
  }

  void refunded(long amountMinor, String orderCurrency) {
    refunds++;
    if (sameCurrency(orderCurrency)) {
      refundedMinor = add(refundedMinor, amountMinor);
    }
  }

  private boolean sameCurrency(String orderCurrency) {
    if (currency.isEmpty() && isCode(orderCurrency)) {
      currency = orderCurrency;
    }
    if (currency.equals(orderCurrency)) {
      return true;
    }
    otherCurrency++;
    return false;
  }

  private static boolean isCode(String text) {
    return text.length() == CURRENCY_LENGTH && text.chars().allMatch(c -> c >= 'A' && c <= 'Z');
  }

  /** Amounts are at least 0; a sum beyond the range of long stays at its end. */
  private static long add(long sum, long amount) {
    long result = sum + Math.max(0, amount);
    return result < 0 ? Long.MAX_VALUE : result;
  }

  String currency() {
    return currency;
  }

  long spentMinor() {
    return spentMinor;
  }

  long refunds() {
    return refunds;
  }

  long refundedMinor() {
    return refundedMinor;
  }

  /** Orders and refunds in another currency. */
  long otherCurrency() {
    return otherCurrency;
  }

  double decayedSpend(long atSeconds, int halfLifeDays) {
    return decayed.at(atSeconds, halfLifeDays);
  }

  boolean isEmpty() {
    return currency.isEmpty() && otherCurrency == 0;
  }

  void clear() {
    decayed.clear();
    currency = "";
    spentMinor = 0;
    refunds = 0;
    refundedMinor = 0;
    otherCurrency = 0;
  }

  void write(DataOutput out) throws IOException {
    Packing.writeText(out, currency);
    Packing.writeCount(out, spentMinor);
    Packing.writeCount(out, refunds);
    Packing.writeCount(out, refundedMinor);
    Packing.writeCount(out, otherCurrency);
    decayed.writeSums(out);
  }

  void read(DataInput in, long newestPurchaseSeconds) throws IOException {
    currency = Packing.readText(in);
    if (!currency.isEmpty() && !isCode(currency)) {
      throw Packing.impossible("currency", "'" + currency + "'");
    }
    spentMinor = Packing.readCount(in, "money spent");
    refunds = Packing.readCount(in, "refunds");
    refundedMinor = Packing.readCount(in, "money refunded");
    otherCurrency = Packing.readCount(in, "orders in another currency");
    decayed.readSums(in, newestPurchaseSeconds, "decayed spend");
  }
}
