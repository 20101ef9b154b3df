package io.tidewatch.text.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.text.TextNormalizer;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class PersonalDataMaskPropertyTest {
  @Property(tries = 500)
  void noCardSurvivesWhateverSeparatesItsDigits(
      @ForAll("cards") String card,
      @ForAll("separators") List<String> separators,
      @ForAll("digitForms") int zero,
      @ForAll("contexts") String before,
      @ForAll("contexts") String after) {
    String written = written(card, separators, zero);
    String masked = mask(before + written + after);
    assertThat(digits(masked)).doesNotContain(card);
    assertThat(masked).contains("[CARD]");
  }

  @Property(tries = 300)
  void noChineseIdSurvives(
      @ForAll("ids") String id,
      @ForAll("contexts") String before,
      @ForAll("contexts") String after) {
    assertThat(mask(before + id + after)).doesNotContain(id.substring(0, 17));
  }

  @Property(tries = 300)
  void noMobileNumberSurvives(
      @ForAll("mobiles") String mobile,
      @ForAll("wordContexts") String before,
      @ForAll("wordContexts") String after) {
    assertThat(mask(before + mobile + after))
        .contains("[")
        .doesNotContain(mobile.substring(mobile.length() - 8));
  }

  @Property(tries = 300)
  void maskingAgainChangesNothing(@ForAll("numericTexts") String text) {
    String once = mask(text);
    assertThat(PersonalDataMask.mask(once).text()).isEqualTo(once);
  }

  @Provide
  Arbitrary<String> cards() {
    Arbitrary<String> first = Arbitraries.of("4", "51", "2221", "34", "37", "6011", "62", "3528");
    return Combinators.combine(
            first,
            Arbitraries.strings().numeric().ofLength(19),
            Arbitraries.integers().between(13, 19))
        .as((issuer, rest, length) -> withLuhn((issuer + rest).substring(0, length - 1)));
  }

  @Provide
  Arbitrary<List<String>> separators() {
    return Arbitraries.of(
            "", "", "", " ", "-", "  ", " - ", ".", "/", "_", "\u200B", "\u00A0", "　", "x", ", ",
            "\n")
        .list()
        .ofSize(19);
  }

  @Provide
  Arbitrary<Integer> digitForms() {
    return Arbitraries.of((int) '0', 0xFF10, 0x0660, 0x1D7CE);
  }

  @Provide
  Arbitrary<String> contexts() {
    return Arbitraries.of("", " ", "card: ", "我的卡号是", "，谢谢", " exp 12/27", ". Thanks!", "<b>");
  }

  @Provide
  Arbitrary<String> wordContexts() {
    return contexts().filter(context -> !context.contains("12"));
  }

  @Provide
  Arbitrary<String> ids() {
    return Combinators.combine(
            Arbitraries.integers().between(110_000, 659_999),
            Arbitraries.integers().between(1930, 2020),
            Arbitraries.integers().between(1, 12),
            Arbitraries.integers().between(1, 28),
            Arbitraries.integers().between(0, 999))
        .as(
            (region, y, m, d, n) ->
                withIdCheck("%06d%04d%02d%02d%03d".formatted(region, y, m, d, n)));
  }

  @Provide
  Arbitrary<String> mobiles() {
    return Combinators.combine(
            Arbitraries.of("", "+86", "+86 ", "0086-"),
            Arbitraries.integers().between(3, 9),
            Arbitraries.strings().numeric().ofLength(9))
        .as((prefix, second, rest) -> prefix + "1" + second + rest);
  }

  @Provide
  Arbitrary<String> numericTexts() {
    return Arbitraries.of(
            "1", "4", "1", "0", "8", "5", "3", " ", "-", "+", "@", "a", "x", ".", "电话", "路", "号",
            "GB", "[", "]")
        .list()
        .ofMaxSize(60)
        .map(parts -> String.join("", parts));
  }

  private static String written(String card, List<String> separators, int zero) {
    var text = new StringBuilder();
    for (int i = 0; i < card.length(); i++) {
      text.append(i == 0 ? "" : separators.get(i)).appendCodePoint(zero + card.charAt(i) - '0');
    }
    return text.toString();
  }

  private static String digits(String text) {
    return text.chars()
        .filter(c -> c >= '0' && c <= '9')
        .mapToObj(c -> String.valueOf((char) c))
        .collect(Collectors.joining());
  }

  private static String withLuhn(String body) {
    for (char check = '0'; check <= '9'; check++) {
      if (luhn(body + check)) {
        return body + check;
      }
    }
    throw new AssertionError(body);
  }

  private static boolean luhn(String number) {
    int sum = 0;
    for (int i = 0; i < number.length(); i++) {
      int digit = number.charAt(number.length() - 1 - i) - '0';
      sum += i % 2 == 0 ? digit : digit < 5 ? 2 * digit : 2 * digit - 9;
    }
    return sum % 10 == 0;
  }

  private static String withIdCheck(String body) {
    int[] weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += weights[i] * (body.charAt(i) - '0');
    }
    return body + "10X98765432".charAt(sum % 11);
  }

  private static String mask(String text) {
    return PersonalDataMask.mask(TextNormalizer.normalize(text)).text();
  }
}
