package io.tidewatch.connectors.gateway.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tidewatch.schemas.DeadLetterReason;
import java.math.BigDecimal;
import java.util.Currency;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
  private static final Currency EUR = Currency.getInstance("EUR");

  @ParameterizedTest
  @CsvSource({
    "19.99, EUR, 1999",
    "0, EUR, 0",
    "20, EUR, 2000",
    "500, JPY, 500",
    "1.234, KWD, 1234",
    "0.30000000000000004, USD, 30",
    "29.989999999999998, USD, 2999",
    "1E+2, EUR, 10000"
  })
  void countsMinorUnitsOfTheCurrency(String amount, String currency, long minor) throws Exception {
    assertThat(Money.minor("total", new BigDecimal(amount), Currency.getInstance(currency)))
        .isEqualTo(minor);
  }

  @Property
  void isExactForEveryAmountThatACurrencyHas(@ForAll @LongRange(min = 0, max = 1L << 53) long minor)
      throws Exception {
    assertThat(Money.minor("total", BigDecimal.valueOf(minor, 2), EUR)).isEqualTo(minor);
  }

  @ParameterizedTest
  @CsvSource({"19.995, EUR", "0.5, JPY", "-1, EUR", "1e30, EUR"})
  void refusesAmountsThatACurrencyDoesNotHave(String amount, String currency) {
    assertThatThrownBy(
            () -> Money.minor("total", new BigDecimal(amount), Currency.getInstance(currency)))
        .isInstanceOfSatisfying(
            RefusedEventException.class,
            e -> {
              assertThat(e.violation().reason()).isEqualTo(DeadLetterReason.BAD_NUMBER);
              assertThat(e.violation().field()).isEqualTo("total");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"free", "", "1e999999999", "1,50", "0x10"})
  void refusesTextsThatAreNoNumbersOrTooLargeForOne(String text) {
    assertThatThrownBy(() -> Money.decimal("price", text(text)))
        .isInstanceOf(RefusedEventException.class)
        .hasMessage("price is not a number such as 19.99");
  }

  @Test
  void readsNumbersInTexts() throws Exception {
    assertThat(Money.decimal("price", text(" 19.90 "))).isEqualByComparingTo("19.9");
  }

  @Test
  void refusesUnknownCurrencies() throws Exception {
    assertThat(Money.currency("currency", "eur")).isEqualTo(EUR);
    assertThatThrownBy(() -> Money.currency("currency", "EURO"))
        .isInstanceOf(RefusedEventException.class)
        .hasMessageContaining("ISO 4217");
  }

  private static JsonNode text(String text) {
    return JsonNodeFactory.instance.textNode(text);
  }
}
