package io.tidewatch.replies;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.text.TextLanguage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArticleCheckTest {
  @Test
  void findsAQuestionThatStandsWithTheWrongArticle() {
    Article parcel = article("parcel", "where is my parcel", "has my parcel been sent");
    Article refund =
        article("refund", "how do I get a refund", "my parcel is late where is it", "refund me");

    assertThat(ArticleCheck.strayed(List.of(parcel, refund)))
        .singleElement()
        .satisfies(
            strayed -> {
              assertThat(strayed.article()).isSameAs(refund);
              assertThat(strayed.question()).startsWith("my parcel is late");
              assertThat(strayed.found().id()).isEqualTo("parcel");
            });
  }

  @Test
  void hardlyEverTakesAStarterQuestionForAnotherArticles() {
    assertThat(ArticleCheck.strayed(Articles.starter())).hasSizeLessThan(7);
  }

  private static Article article(String id, String title, String... questions) {
    return new Article(
        id,
        TextLanguage.ENGLISH,
        title,
        List.of(questions),
        new AnswerTemplate("-"),
        Optional.empty());
  }
}
