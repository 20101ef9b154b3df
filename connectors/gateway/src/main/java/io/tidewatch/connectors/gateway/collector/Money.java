package io.tidewatch.connectors.gateway.collector;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.schemas.DeadLetterReason;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Locale;

/**
 * Turns decimal amounts into whole minor units of a currency, without floating point. Stateless.
 */
final class Money {
  private static final int MAX_LENGTH = 40;
  private static final int MAX_EXPONENT = 40;

  /**
   * Trackers add prices as doubles: 0.1 + 0.2 arrives as 0.30000000000000004. That much, in minor
   * units, is noise; more is an amount that the currency does not have.
   */
  private static final BigDecimal NOISE = new BigDecimal("0.000001");

  private static final BigDecimal MAX = BigDecimal.valueOf(1L << 53);

  private Money() {}

  /**
   * Returns the currency of a code.
   *
   * @param field where the code stands
   * @param code any case; ISO 4217
   */
  static Currency currency(String field, String code) throws RefusedEventException {
    try {
      return Currency.getInstance(code.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw RefusedEventException.of(
          DeadLetterReason.BAD_CURRENCY, field, "is not an ISO 4217 code such as EUR");
    }
  }

  /**
   * Reads a number, or a text that is one.
   *
   * @param field where it stands
   * @throws RefusedEventException if it is neither, or too long to be money
   */
  static BigDecimal decimal(String field, JsonNode value) throws RefusedEventException {
    String text = value.isNumber() || value.isTextual() ? value.asText().strip() : "";
    if (text.length() <= MAX_LENGTH) {
      try {
        BigDecimal number = new BigDecimal(text);
        // 1e999999999 is a short text and a number that no memory holds.
        if (Math.abs((long) number.scale()) <= MAX_EXPONENT) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Refused below, like what is no number.
      }
    }
    throw RefusedEventException.of(
        DeadLetterReason.BAD_NUMBER, field, "is not a number such as 19.99");
  }

  /**
   * Returns an amount in minor units: 19.99 EUR is 1999, 500 JPY is 500, 1.234 KWD is 1234.
   *
   * @param field where it stands
   * @throws RefusedEventException if it is negative, or no whole number of minor units
   */
  static long minor(String field, BigDecimal amount, Currency currency)
      throws RefusedEventException {
    int digits = Math.max(0, currency.getDefaultFractionDigits());
    BigDecimal exact = amount.movePointRight(digits);
    BigDecimal whole = exact.setScale(0, RoundingMode.HALF_EVEN);
    if (exact.subtract(whole).abs().compareTo(NOISE) > 0) {
      throw RefusedEventException.of(
          DeadLetterReason.BAD_NUMBER,
          field,
          "has more than the " + digits + " decimals of " + currency.getCurrencyCode());
    }
    if (whole.signum() < 0 || whole.compareTo(MAX) > 0) {
      throw RefusedEventException.of(
          DeadLetterReason.BAD_NUMBER, field, "is negative or beyond any price");
    }
    return whole.longValueExact();
  }
}
