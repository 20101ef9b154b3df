package io.tidewatch.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextNormalizerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "客服態度很差，請退貨 | 客服态度很差,请退货",
        "ＡＢＣ　１２３！ | ABC 123!",
        "soft\u00ADhyphen zero\u200Bwidth | softhyphen zerowidth",
        "a  \t b | a b",
        "太棒了👍🏽👨‍👩‍👧❤️ | 太棒了👍🏽👨‍👩‍👧❤️",
        "\u202Eabc\u0000 | abc",
        "٤٢ ⁴ ① | 42 4 1"
      })
  void bringsTextIntoOneForm(String text, String normal) {
    assertThat(TextNormalizer.normalize(text)).isEqualTo(normal);
  }

  @Test
  void keepsLinesButNotEmptyOnes() {
    assertThat(TextNormalizer.normalize("\r\n one \r\n\r\n two\n")).isEqualTo("one\ntwo");
  }

  @Test
  void replacesHalfASurrogatePair() {
    assertThat(TextNormalizer.normalize("a\uD83Db\uDC4D")).isEqualTo("a\uFFFDb\uFFFD");
  }

  @Test
  void cutsLongTexts() {
    String text = "长".repeat(200_000);
    assertThat(TextNormalizer.normalize(text)).hasSize(TextNormalizer.MAX_CHARACTERS);
    assertThat(TextNormalizer.cuts(text)).isTrue();
    assertThat(TextNormalizer.cuts("👍".repeat(TextNormalizer.MAX_CHARACTERS))).isFalse();
  }

  @Test
  void simplifiesWhatASimplifiedFormIsATraditionalFormOf() {
    assertThat(TextNormalizer.normalize("薴")).isEqualTo(TextNormalizer.normalize("苧"));
  }

  @Property(tries = 300)
  void normalisingAgainChangesNothing(@ForAll String text) {
    String once = TextNormalizer.normalize(text);
    assertThat(TextNormalizer.normalize(once)).isEqualTo(once);
  }
}
