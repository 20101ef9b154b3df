package io.tidewatch.replies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.text.TextLanguage;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArticlesTest {
  private static final String ONE =
      "[{\"id\": \"a\", \"language\": \"zh\", \"title\": \"退款\", \"answer\": \"{name}您好\"}]";

  @Test
  void readsWhatPeopleWrite() {
    List<Article> articles = Articles.read(ONE);

    assertThat(articles).hasSize(1);
    assertThat(articles.get(0).language()).isEqualTo(TextLanguage.CHINESE);
    assertThat(articles.get(0).answer().fields()).containsExactly("name");
    assertThat(articles.get(0).questions()).isEmpty();
    assertThat(articles.get(0).intent()).isEmpty();
  }

  @Test
  void namesTheFaultAndItsPlace() {
    assertThatThrownBy(() -> Articles.read("[{]")).hasMessageContaining("no JSON at line 1");
    assertThatThrownBy(() -> Articles.read("{}")).hasMessageContaining("a JSON list of 1 to 5000");
    assertThatThrownBy(() -> Articles.read("[]")).hasMessageContaining("a list of 0");
    assertThatThrownBy(() -> Articles.read(ONE.replace("title", "titel")))
        .hasMessageContaining("articles[0]: unknown field 'titel'");
    assertThatThrownBy(() -> Articles.read("[{\"id\": 7}]"))
        .hasMessageContaining("articles[0]: field 'id' must be a text; it is NUMBER");
    assertThatThrownBy(() -> Articles.read(ONE.replace("zh", "fr")))
        .hasMessageContaining("articles[0]: language 'fr' must be en or zh");
    assertThatThrownBy(() -> Articles.read(ONE.replace("]", ",") + ONE.substring(1)))
        .hasMessageContaining("articles[1]: id a is taken");
  }

  @Test
  void beginsWithArticlesInBothLanguages() {
    List<Article> articles = Articles.starter();

    assertThat(articles).hasSizeGreaterThanOrEqualTo(20);
    Set<String> english =
        articles.stream()
            .filter(article -> article.language() == TextLanguage.ENGLISH)
            .map(Article::id)
            .collect(Collectors.toSet());
    assertThat(english).hasSizeBetween(10, articles.size() - 10);
    assertThat(articles)
        .allSatisfy(
            article -> {
              assertThat(article.questions()).hasSizeGreaterThanOrEqualTo(4);
              assertThat(article.intent()).isPresent();
              assertThat(article.answer().fields()).isSubsetOf("name", "ticket");
            });
  }
}
