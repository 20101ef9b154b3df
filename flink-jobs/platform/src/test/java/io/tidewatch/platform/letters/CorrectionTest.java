package io.tidewatch.platform.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorrectionTest {
  private static final String RECORD =
      """
      {"currency":" eur ","amountMinor":1999,"couponIds":["a"],"receivedAt":null,
       "lines":[{"quantity":0,"share":0.5},{"quantity":2,"share":1.0}]}""";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "currency=record.currency.trim().upperAscii() | /currency | \"EUR\"",
        "currency=record.currency.replace('eur', 'USD').trim() | /currency | \"USD\"",
        "amountMinor=record.amountMinor * 100 | /amountMinor | 199900",
        "lines[0].quantity=1 | /lines/0/quantity | 1",
        "lines[1].share=record.lines[1].share / 2.0 | /lines/1/share | 0.5",
        "couponIds=record.couponIds + ['b'] | /couponIds | [\"a\",\"b\"]",
        "couponIds=record.couponIds.filter(c, c != 'a') | /couponIds | []",
        "amountMinor=record.receivedAt == null ? 1 : 2 | /amountMinor | 1",
        "receivedAt=timestamp('2026-01-31T12:00:00Z') | /receivedAt | \"2026-01-31T12:00:00Z\"",
        "currency=null | /currency | null",
        "lines[0]={'quantity': 3} | /lines/0 | {\"quantity\":3}",
      })
  void changesOneField(String correction, String where, String expected) throws Exception {
    ObjectNode record = record();
    Correction.of(correction).applyTo(record);
    assertThat(record.at(where)).hasToString(expected);
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    assertThatThrownBy(() -> Correction.of("currency")).hasMessageContaining("FIELD=EXPRESSION");
    assertThatThrownBy(() -> Correction.of("currency=recor.currency"))
        .hasMessageContaining("recor")
        .hasMessageContaining("is called record");
    ObjectNode record = record();
    assertThatThrownBy(() -> Correction.of("currency=record.nothing").applyTo(record))
        .hasMessageContaining("nothing");
    assertThatThrownBy(() -> Correction.of("lines[7].quantity=1").applyTo(record))
        .hasMessageContaining("no place");
    assertThat(record).isEqualTo(record());
  }

  private static ObjectNode record() throws Exception {
    return (ObjectNode) new ObjectMapper().readTree(RECORD);
  }
}
