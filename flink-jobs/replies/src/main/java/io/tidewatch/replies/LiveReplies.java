package io.tidewatch.replies;

import io.tidewatch.replies.Reputation.Fate;
import io.tidewatch.schemas.ApprovedArticle;
import io.tidewatch.schemas.ReplyFate;
import io.tidewatch.schemas.ReplyFeedback;
import io.tidewatch.schemas.ReplyRules;
import io.tidewatch.schemas.SuggestedReply;
import io.tidewatch.schemas.TicketInsight;
import io.tidewatch.text.TextAnalysis.Outcome;
import io.tidewatch.text.TextLanguage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Suggests replies while articles, rules and feedback change. A change costs nothing by itself:
 * articles are indexed again before the next message. One thread.
 */
public final class LiveReplies implements AutoCloseable {
  private static final int ID_DIGITS = 32;

  private final Map<String, Article> articles = new TreeMap<>();
  private final Reputation reputation = new Reputation();
  private ReplyPolicy policy = ReplyPolicy.DEFAULT;
  private ArticleIndex index;

  /** Creates one without articles, by the default policy. */
  public LiveReplies() {}

  /** Takes an article in the place of the one with its id. */
  public void put(ApprovedArticle article) {
    articles.put(article.getArticleId(), Articles.of(article));
    close();
  }

  /** Takes an article out. */
  public void remove(String articleId) {
    if (articles.remove(articleId) != null) {
      close();
    }
  }

  /** Follows other rules from now on. */
  public void apply(ReplyRules rules) {
    policy = ReplyPolicy.of(rules);
  }

  /** Takes note of what became of a suggestion. */
  public void heard(ReplyFeedback feedback) {
    fate(feedback).ifPresent(fate -> reputation.add(feedback.getArticleId(), fate));
  }

  /** Forgets what was heard. */
  public void forget(ReplyFeedback feedback) {
    fate(feedback).ifPresent(fate -> reputation.remove(feedback.getArticleId(), fate));
  }

  private static Optional<Fate> fate(ReplyFeedback feedback) {
    return feedback.getFate() == ReplyFate.UNKNOWN
        ? Optional.empty()
        : Optional.of(Fate.valueOf(feedback.getFate().name()));
  }

  /**
   * Suggests replies to a message.
   *
   * @param name the customer's name; empty if it is not known
   * @return best first; empty if no article is near enough, or the message could not be analysed
   */
  public List<SuggestedReply> suggest(TicketInsight insight, Optional<String> name) {
    if (articles.isEmpty() || !insight.getOutcome().equals(Outcome.ANALYSED.name())) {
      return List.of();
    }
    if (index == null) {
      index = ArticleIndex.of(List.copyOf(articles.values()));
    }
    Map<String, String> facts = new HashMap<>(Map.of("ticket", insight.getTicketId()));
    name.ifPresent(known -> facts.put("name", known));
    var suggester = new Suggester(index, reputation::lift);
    List<SuggestedReply> replies = new ArrayList<>();
    for (Suggestion one : suggester.suggest(message(insight), facts, policy)) {
      replies.add(
          SuggestedReply.newBuilder()
              .setSuggestionId(id(insight, one.article()))
              .setArticleId(one.article().id())
              .setTitle(one.article().title())
              .setText(one.text())
              .setMissingFields(List.copyOf(new TreeSet<>(one.missing())))
              .setConfidence((float) one.confidence())
              .setAutomatic(one.automatic())
              .build());
    }
    return replies;
  }

  private static Suggester.Message message(TicketInsight insight) {
    TextLanguage language =
        Arrays.stream(TextLanguage.values())
            .filter(known -> known.tag().equals(insight.getLanguage()))
            .findFirst()
            .orElse(TextLanguage.UNKNOWN);
    return new Suggester.Message(
        insight.getMaskedText(),
        language,
        Optional.ofNullable(insight.getIntent()),
        insight.getSentiment(),
        insight.getLeaving());
  }

  /** Says nothing of the customer to whoever does not know the message. */
  private static String id(TicketInsight insight, Article article) {
    String named = insight.getCustomerId() + '\0' + insight.getEventId() + '\0' + article.id();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(named.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, ID_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Lets the index go; the next message builds another. */
  @Override
  public void close() {
    if (index != null) {
      index.close();
      index = null;
    }
  }
}
