package io.tidewatch.replies;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.replies.RankTuning.Known;
import io.tidewatch.text.TextLanguage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RankTuningTest {
  private static final List<Article> ARTICLES =
      List.of(
          article("cat", "the cat sleeps on the sofa"),
          article("dog", "the dog barks at night"),
          article("bird", "the bird sings in spring"));

  @Test
  void lowersTheConfidenceOfQuestionsThatNoArticleAnswers() {
    RankSettings fitted =
        RankTuning.fit(
            ARTICLES,
            TextLanguage.ENGLISH,
            new GramVectors(List.of("the cat sleeps", "the dog barks", "the bird sings")),
            List.of(
                new Known("why does the cat sleep", "cat"),
                new Known("the dog barks again", "dog"),
                new Known("birds sing early in spring", "bird"),
                new Known("tell me about tax law", "none"),
                new Known("how to bake bread", "none")));

    assertThat(fitted.confidence(0.9, 0.9)).isGreaterThan(0.8);
    assertThat(fitted.confidence(0.02, 0.01)).isLessThan(0.3);
  }

  @Test
  void leavesOutWordsWhereMeaningAloneIsRight() {
    TextVectors perfect = byFirstLetter();
    List<Article> articles = List.of(article("a", "alpha other"), article("b", "beta same"));

    RankSettings fitted =
        RankTuning.fit(
            articles,
            TextLanguage.ENGLISH,
            perfect,
            List.of(new Known("a same", "a"), new Known("b other", "b")));

    assertThat(fitted.wordShare()).isLessThan(0.5);
  }

  private static TextVectors byFirstLetter() {
    return new TextVectors() {
      @Override
      public int width() {
        return 2;
      }

      @Override
      public void put(String text, float[] out) {
        out[0] = text.startsWith("a") ? 1 : 0;
        out[1] = text.startsWith("b") ? 1 : 0;
      }
    };
  }

  private static Article article(String id, String title) {
    return new Article(
        id, TextLanguage.ENGLISH, title, List.of(), new AnswerTemplate("-"), Optional.empty());
  }
}
