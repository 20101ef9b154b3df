package io.tidewatch.replies;

import io.tidewatch.text.TextLanguage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Approved articles, ranked for a question by words (BM25 over their example questions) and by
 * meaning (cosine of vectors) together. A question gets articles of its own language; one in both
 * languages gets both, one in no known language none.
 *
 * <pre>{@code
 * try (var index = ArticleIndex.of(articles)) {
 *   List<RankedArticle> best = index.rank("where is my parcel", ENGLISH, article -> 0);
 * }
 * }</pre>
 *
 * <p>In memory. One thread. Some thousand questions a second with hundreds of articles; the cost
 * grows with the example questions.
 */
public final class ArticleIndex implements AutoCloseable {
  private final Map<TextLanguage, LanguageIndex> languages = new EnumMap<>(TextLanguage.class);

  /**
   * Indexes articles.
   *
   * @param vectors owned by the index from now on
   * @throws IllegalArgumentException if two articles have the same id
   */
  public ArticleIndex(List<Article> articles, TextVectors vectors, RankSettings settings) {
    Set<String> ids = new HashSet<>();
    Map<TextLanguage, List<Article>> byLanguage = new EnumMap<>(TextLanguage.class);
    for (Article article : articles) {
      if (!ids.add(article.id())) {
        throw new IllegalArgumentException(
            "two articles have the id " + article.id() + "; give one of them another");
      }
      byLanguage.computeIfAbsent(article.language(), key -> new ArrayList<>()).add(article);
    }
    byLanguage.forEach(
        (language, some) ->
            languages.put(language, new LanguageIndex(some, language, vectors, settings)));
  }

  /** Indexes articles where there is no trained network. */
  public static ArticleIndex of(List<Article> articles) {
    List<String> texts = articles.stream().flatMap(a -> Questions.of(a).stream()).toList();
    return new ArticleIndex(articles, new GramVectors(texts), RankSettings.forGrams());
  }

  /**
   * Ranks the articles for a question.
   *
   * @param question a normalised text of any length
   * @param language its language
   * @param lift by what share the score of an article is raised for what became of it before; see
   *     {@link Reputation}
   * @return all articles of the language, best first; empty if there are none
   */
  public List<RankedArticle> rank(
      String question, TextLanguage language, ToDoubleFunction<Article> lift) {
    return merge(language, index -> index.rank(question, lift), RankedArticle::confidence);
  }

  /** Ranks the articles by their words alone, the baseline; score and order only. */
  public List<RankedArticle> rankByWords(String question, TextLanguage language) {
    return merge(language, index -> index.rankByWords(question), RankedArticle::score);
  }

  private List<RankedArticle> merge(
      TextLanguage language,
      Function<LanguageIndex, List<RankedArticle>> ranking,
      ToDoubleFunction<RankedArticle> by) {
    if (language != TextLanguage.MIXED) {
      LanguageIndex index = languages.get(language);
      return index == null ? List.of() : ranking.apply(index);
    }
    List<RankedArticle> all = new ArrayList<>();
    languages.values().forEach(index -> all.addAll(ranking.apply(index)));
    all.sort(Comparator.comparingDouble(by).reversed());
    return all;
  }

  @Override
  public void close() {
    languages.values().forEach(LanguageIndex::close);
  }
}
