package io.tidewatch.replies;

import java.util.ArrayList;
import java.util.List;

/** Asks articles their own questions. Stateless. */
public final class ArticleCheck {
  private ArticleCheck() {}

  /**
   * A question that leads to another article, surely enough for a suggestion.
   *
   * @param article whose question it is
   * @param found the article that it leads to
   */
  public record Strayed(Article article, String question, Article found) {}

  /**
   * Asks each question with all others as examples. Cost: an index for each place in the lists of
   * questions.
   *
   * @return the questions for which another article would be suggested, in the order of the
   *     articles
   */
  public static List<Strayed> strayed(List<Article> articles) {
    int most = articles.stream().mapToInt(article -> article.questions().size()).max().orElse(0);
    var found = new ArrayList<List<Strayed>>();
    articles.forEach(article -> found.add(new ArrayList<>()));
    for (int left = 0; left < most; left++) {
      ask(articles, left, found);
    }
    return found.stream().flatMap(List::stream).toList();
  }

  /** Asks the question in one place of each article, which leaves it out of all of them. */
  private static void ask(List<Article> articles, int left, List<List<Strayed>> found) {
    List<Article> others = articles.stream().map(article -> without(article, left)).toList();
    try (ArticleIndex index = ArticleIndex.of(others)) {
      for (int i = 0; i < articles.size(); i++) {
        Article article = articles.get(i);
        if (left < article.questions().size()) {
          String question = article.questions().get(left);
          RankedArticle best = index.rank(question, article.language(), any -> 0).get(0);
          boolean elsewhere = !best.article().id().equals(article.id());
          if (elsewhere && best.confidence() >= ReplyPolicy.DEFAULT.suggestAbove()) {
            found.get(i).add(new Strayed(article, question, best.article()));
          }
        }
      }
    }
  }

  private static Article without(Article article, int left) {
    if (left >= article.questions().size()) {
      return article;
    }
    List<String> rest = new ArrayList<>(article.questions());
    rest.remove(left);
    return new Article(
        article.id(),
        article.language(),
        article.title(),
        rest,
        article.answer(),
        article.intent());
  }
}
