package io.tidewatch.replies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.text.TextLanguage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ArticleIndexTest {
  private static final Article PARCEL =
      article(
          "parcel",
          TextLanguage.ENGLISH,
          "Where is my parcel?",
          "my order has not arrived yet",
          "when will the delivery come");
  private static final Article REFUND =
      article(
          "refund",
          TextLanguage.ENGLISH,
          "How do I get a refund?",
          "I want my money back",
          "when is the refund paid");
  private static final Article PAKET =
      article("kuaidi", TextLanguage.CHINESE, "我的快递在哪里?", "快递还没到", "什么时候发货");
  private static final Article TUIKUAN =
      article("tuikuan", TextLanguage.CHINESE, "怎么退款?", "我要退款", "钱什么时候退回来");
  private static final ArticleIndex INDEX =
      ArticleIndex.of(List.of(PARCEL, REFUND, PAKET, TUIKUAN));

  @AfterAll
  static void close() {
    INDEX.close();
  }

  @Test
  void findsTheArticleInTheLanguageOfTheQuestion() {
    assertThat(ids("is my parcel lost? it never arrived", TextLanguage.ENGLISH))
        .containsExactly("parcel", "refund");
    assertThat(ids("快递三天了还没有到", TextLanguage.CHINESE)).containsExactly("kuaidi", "tuikuan");
    assertThat(ids("верните деньги", TextLanguage.UNKNOWN)).isEmpty();
  }

  @Test
  void looksInBothLanguagesForAQuestionInBoth() {
    List<String> ids = ids("我要退款 I want a refund", TextLanguage.MIXED);

    assertThat(ids).hasSize(4);
    assertThat(ids.subList(0, 2)).containsExactlyInAnyOrder("tuikuan", "refund");
  }

  @Test
  void findsMisspelledWordsThatWordsAloneDoNot() {
    String misspelled = "refunnd plz";

    assertThat(INDEX.rankByWords(misspelled, TextLanguage.ENGLISH).get(0).score()).isZero();
    assertThat(INDEX.rank(misspelled, TextLanguage.ENGLISH, article -> 0).get(0))
        .satisfies(
            best -> {
              assertThat(best.article().id()).isEqualTo("refund");
              assertThat(best.score()).isPositive();
            });
  }

  @Test
  void isSureOfItsOwnQuestionsAndNotOfOthers() {
    assertThat(confidence("I want my money back")).isGreaterThan(0.9);
    assertThat(confidence("what is the capital of France")).isLessThan(0.3);
    assertThat(confidence("")).isLessThan(0.1);
    assertThat(confidence("?!")).isLessThan(0.1);
  }

  @Test
  void likesArticlesByTheirLiftButNotOutOfNothing() {
    String between = "when";
    List<RankedArticle> plain = INDEX.rank(between, TextLanguage.ENGLISH, article -> 0);
    Article second = plain.get(1).article();

    List<RankedArticle> lifted =
        INDEX.rank(between, TextLanguage.ENGLISH, article -> article == second ? 9 : 0);
    assertThat(lifted.get(0).article()).isSameAs(second);
    assertThat(INDEX.rank("?!", TextLanguage.ENGLISH, article -> 9))
        .allSatisfy(ranked -> assertThat(ranked.confidence()).isLessThan(0.3));
  }

  @Test
  void readsTextsOfAnyLength() {
    String question = "where is my parcel ".repeat(10_000);

    assertThat(ids(question, TextLanguage.ENGLISH)).startsWith("parcel");
  }

  @Test
  void refusesTwoArticlesWithTheSameId() {
    assertThatThrownBy(() -> ArticleIndex.of(List.of(PARCEL, PARCEL)))
        .hasMessageContaining("two articles have the id parcel");
  }

  @Test
  void ranksNothingWithoutArticles() {
    try (ArticleIndex empty = ArticleIndex.of(List.of())) {
      assertThat(empty.rank("anything", TextLanguage.ENGLISH, article -> 0)).isEmpty();
    }
  }

  private static double confidence(String question) {
    return INDEX.rank(question, TextLanguage.ENGLISH, article -> 0).get(0).confidence();
  }

  private static List<String> ids(String question, TextLanguage language) {
    return INDEX.rank(question, language, article -> 0).stream()
        .map(ranked -> ranked.article().id())
        .toList();
  }

  private static Article article(
      String id, TextLanguage language, String title, String... questions) {
    return new Article(
        id, language, title, List.of(questions), new AnswerTemplate("-"), Optional.empty());
  }
}
