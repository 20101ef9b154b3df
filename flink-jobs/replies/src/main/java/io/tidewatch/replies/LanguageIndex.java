package io.tidewatch.replies;

import io.tidewatch.text.TextLanguage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The articles of one language, by words and by meaning. One thread: holds scratch. */
final class LanguageIndex implements AutoCloseable {
  private final List<Article> articles;
  private final WordIndex words;
  private final Meanings meanings;
  private final RankSettings settings;
  private final float[] byWords;
  private final float[] byMeaning;

  LanguageIndex(
      List<Article> articles, TextLanguage language, TextVectors vectors, RankSettings settings) {
    this.articles = articles;
    this.settings = settings;
    words = new WordIndex(articles, language);
    meanings = new Meanings(articles, vectors);
    byWords = new float[articles.size()];
    byMeaning = new float[articles.size()];
  }

  /** Returns all articles, best first; among equals in the order in which they were given. */
  List<RankedArticle> rank(String text, ToDoubleFunction<Article> lift) {
    words.scores(text, byWords);
    meanings.cosines(text, byMeaning);
    List<RankedArticle> ranked = new ArrayList<>(articles.size());
    for (int i = 0; i < articles.size(); i++) {
      double found = settings.score(byWords[i], byMeaning[i]);
      double score = found * (1 + lift.applyAsDouble(articles.get(i)));
      ranked.add(new RankedArticle(articles.get(i), score, 0, 0));
    }
    ranked.sort(Comparator.comparingDouble(RankedArticle::score).reversed());
    return withConfidence(ranked);
  }

  private List<RankedArticle> withConfidence(List<RankedArticle> ranked) {
    List<RankedArticle> sure = new ArrayList<>(ranked.size());
    double best = ranked.get(0).score();
    double second = ranked.size() > 1 ? ranked.get(1).score() : 0;
    for (int i = 0; i < ranked.size(); i++) {
      RankedArticle one = ranked.get(i);
      double lead = one.score() - (i == 0 ? second : best);
      sure.add(
          new RankedArticle(
              one.article(), one.score(), lead, settings.confidence(one.score(), lead)));
    }
    return sure;
  }

  /** Ranks by words alone, as a search engine would: the baseline. */
  List<RankedArticle> rankByWords(String text) {
    words.scores(text, byWords);
    List<RankedArticle> ranked = new ArrayList<>(articles.size());
    for (int i = 0; i < articles.size(); i++) {
      ranked.add(new RankedArticle(articles.get(i), byWords[i], 0, 0));
    }
    ranked.sort(Comparator.comparingDouble(RankedArticle::score).reversed());
    return ranked;
  }

  @Override
  public void close() {
    words.close();
  }
}
