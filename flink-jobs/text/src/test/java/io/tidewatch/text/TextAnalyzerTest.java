package io.tidewatch.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.text.TextAnalysis.Outcome;
import io.tidewatch.text.privacy.PersonalData;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class TextAnalyzerTest {
  private static final TextAnalyzer ANALYZER = new TextAnalyzer();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "我的快递还没到，客服也不回复 | zh",
        "app 闪退 | zh",
        "Where is my order? | en",
        "refund! | en",
        "My card payment was not recognised | en",
        "你们的app太差了 it keeps crashing every time I open it | mul",
        "Ich möchte mein Geld zurück | und",
        "je veux un remboursement | und",
        "お金を返してください | und",
        "верните деньги | und",
        "dinero | und",
        "qzxv | und"
      })
  void detectsTheLanguageOrSaysThatItDoesNotKnow(String text, String tag) {
    assertThat(ANALYZER.analyze(text).language().tag()).isEqualTo(tag);
  }

  @Test
  void findsChineseWords() {
    assertThat(words("客服態度太差，等了十分钟，我要退款！"))
        .containsExactly("客服", "态度", "太差", ",", "等", "了", "十分钟", ",", "我", "要", "退款", "!");
  }

  @Test
  void tagsEnglishWords() {
    Sentence sentence = ANALYZER.analyze("The parcel has not arrived.").sentences().get(0);
    assertThat(sentence.words())
        .extracting(Word::wordClass)
        .containsExactly(
            WordClass.DET,
            WordClass.NOUN,
            WordClass.AUX,
            WordClass.PART,
            WordClass.VERB,
            WordClass.PUNCT);
  }

  @Test
  void splitsSentences() {
    assertThat(ANALYZER.analyze("It broke. I want a refund! Now?").sentences()).hasSize(3);
    assertThat(ANALYZER.analyze("坏了！！我要退款。可以吗？").sentences()).hasSize(3);
  }

  @Test
  void findsKeyPhrases() {
    assertThat(
            ANALYZER
                .analyze("The new washing machine leaks. The washing machine is loud.")
                .keyPhrases())
        .anyMatch(phrase -> phrase.contains("washing machine"));
    assertThat(ANALYZER.analyze("快递员态度恶劣，包裹破损").keyPhrases()).contains("快递员态度");
  }

  @Test
  void nothingBehindTheMaskSeesPersonalData() {
    TextAnalysis analysis =
        ANALYZER.analyze("My card 4111 1111 1111 1111 was charged, call 415-555-2671 please");
    assertThat(analysis.masked()).containsExactlyInAnyOrder(PersonalData.CARD, PersonalData.PHONE);
    assertThat(analysis.toString()).doesNotContain("4111").doesNotContain("2671");
    assertThat(words("My card 4111 1111 1111 1111 was charged")).contains("[CARD]");
  }

  static Stream<Arguments> badTexts() {
    return Stream.of(
        Arguments.of("", Outcome.EMPTY),
        Arguments.of(" \u0000\u200B\n", Outcome.EMPTY),
        Arguments.of("😡😡😡", Outcome.NO_WORDS),
        Arguments.of("... 42 !", Outcome.NO_WORDS),
        Arguments.of("\uD83D\uDC00\uDC00", Outcome.NO_WORDS),
        Arguments.of("верните деньги", Outcome.UNKNOWN_LANGUAGE),
        Arguments.of("<script>alert('my order')</script> please help me", Outcome.ANALYSED));
  }

  @ParameterizedTest
  @MethodSource("badTexts")
  void everyTextHasAStatedOutcome(String text, Outcome outcome) {
    assertThat(ANALYZER.analyze(text).outcome()).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "坏,1",
    "a,1",
    "4,1",
    "市,1",
    "我要退款！,5",
    "it broke ,9",
    "1 a@,4",
    "😡,2",
    "(1-,3",
    "路1号,3"
  })
  void longTextsEndInTime(String part, int length) {
    String text = part.repeat(200_000 / length);
    TextAnalysis analysis =
        Assertions.assertTimeout(Duration.ofSeconds(5), () -> ANALYZER.analyze(text));
    assertThat(analysis.shortened()).isTrue();
  }

  private static List<String> words(String text) {
    return ANALYZER.analyze(text).sentences().stream()
        .flatMap(sentence -> sentence.words().stream())
        .map(Word::text)
        .toList();
  }
}
