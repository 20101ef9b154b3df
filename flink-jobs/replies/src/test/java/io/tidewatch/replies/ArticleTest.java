package io.tidewatch.replies;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.text.TextLanguage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArticleTest {
  @Test
  void refusesWhatCannotBeSuggestedAndSaysWhy() {
    assertThatThrownBy(() -> article("has space", TextLanguage.ENGLISH, "t", "a"))
        .hasMessageContaining("'has space' must be 1 to 128 of");
    assertThatThrownBy(() -> article("a", TextLanguage.MIXED, "t", "a"))
        .hasMessageContaining("article a: language mul must be zh or en");
    assertThatThrownBy(() -> article("a", TextLanguage.ENGLISH, " ", "a"))
        .hasMessageContaining("article a: title is empty");
    assertThatThrownBy(() -> article("a", TextLanguage.ENGLISH, "t", " "))
        .hasMessageContaining("article a: answer has 1 characters");
    assertThatThrownBy(() -> article("a", TextLanguage.ENGLISH, "t", "x".repeat(4_001)))
        .hasMessageContaining("answer has 4001 characters, must have 1 to 4000");
  }

  private static Article article(String id, TextLanguage language, String title, String answer) {
    return new Article(
        id, language, title, List.of(), new AnswerTemplate(answer), Optional.empty());
  }
}
