package io.tidewatch.platform.replies;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.replies.Article;
import io.tidewatch.replies.ArticleIndex;
import io.tidewatch.replies.ReplyPolicy;
import io.tidewatch.replies.Suggester;
import io.tidewatch.replies.Suggestion;
import io.tidewatch.text.Intent;
import io.tidewatch.text.TextAnalysis;
import io.tidewatch.text.TextMeaning;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Replies to a text that was analysed here, for people and as JSON. Stateless. */
public final class SuggestedReplies {
  private SuggestedReplies() {}

  /**
   * Suggests replies by the default policy.
   *
   * @param facts values of fields
   */
  public static List<Suggestion> of(
      TextAnalysis analysis,
      TextMeaning meaning,
      List<Article> articles,
      Map<String, String> facts) {
    try (ArticleIndex index = ArticleIndex.of(articles)) {
      return new Suggester(index, article -> 0)
          .suggest(
              new Suggester.Message(
                  analysis.text(),
                  analysis.language(),
                  meaning.intent().map(Intent::name),
                  meaning.sentiment(),
                  meaning.leaving()),
              facts,
              ReplyPolicy.DEFAULT);
    }
  }

  /** Prints them for people. */
  public static void print(List<Suggestion> suggestions, PrintWriter out) {
    if (suggestions.isEmpty()) {
      out.printf("%-13s%s%n", "reply", "none: no article is near enough");
    }
    for (Suggestion one : suggestions) {
      out.printf(
          Locale.ROOT,
          "%-13s%s (%.2f)%s%n",
          "reply",
          one.article().id(),
          one.confidence(),
          one.missing().isEmpty() ? "" : ", to fill in: " + new TreeSet<>(one.missing()));
      one.text().lines().forEach(line -> out.printf("%-13s%s%n", "", line));
    }
  }

  /** Adds them to an array. */
  public static void put(List<Suggestion> suggestions, ArrayNode out) {
    for (Suggestion one : suggestions) {
      ObjectNode node = out.addObject();
      node.put("articleId", one.article().id());
      node.put("text", one.text());
      node.put("confidence", one.confidence());
      node.put("automatic", one.automatic());
      new TreeSet<>(one.missing()).forEach(node.putArray("missing")::add);
    }
  }
}
