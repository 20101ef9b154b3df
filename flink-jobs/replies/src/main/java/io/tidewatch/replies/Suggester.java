package io.tidewatch.replies;

import io.tidewatch.replies.AnswerTemplate.Filled;
import io.tidewatch.text.TextLanguage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Suggests replies to a message: the articles that fit best, filled in, as the policy allows. Where
 * the best one is not sure enough there is no suggestion at all. One thread, as its index.
 */
public final class Suggester {
  /** The most replies to a message. */
  public static final int MOST = 3;

  /** Beside a sure one, others are shown from this confidence on. */
  private static final double OTHERS_ABOVE = 0.1;

  /** Angrier customers, and those who speak of leaving more clearly, get an agent. */
  private static final double ANGRY = -0.5;

  private static final double LEAVING = 0.5;

  private final ArticleIndex index;
  private final ToDoubleFunction<Article> lift;

  /**
   * Creates one.
   *
   * @param lift what feedback does to an article's score; see {@link Reputation#lift}
   */
  public Suggester(ArticleIndex index, ToDoubleFunction<Article> lift) {
    this.index = index;
    this.lift = lift;
  }

  /**
   * A message of a customer.
   *
   * @param text normalised, with personal data masked
   * @param intent what the customer wants, where that is sure
   * @param sentiment -1 (angry) to 1 (happy)
   * @param leaving how clearly the customer says to be leaving, 0 to 1
   */
  public record Message(
      String text,
      TextLanguage language,
      Optional<String> intent,
      double sentiment,
      double leaving) {}

  /**
   * Suggests replies.
   *
   * @param facts values of fields that are the customer's own, such as {@code name}; they come
   *     before those of the policy
   * @return at most {@value #MOST}, best first; only the first can be automatic
   */
  public List<Suggestion> suggest(Message message, Map<String, String> facts, ReplyPolicy policy) {
    List<RankedArticle> ranked = index.rank(message.text(), message.language(), lift);
    if (ranked.isEmpty() || ranked.get(0).confidence() < policy.suggestAbove()) {
      return List.of();
    }
    Map<String, String> values = new HashMap<>(policy.fields());
    values.putAll(facts);
    List<Suggestion> suggestions = new ArrayList<>();
    for (RankedArticle one : ranked.subList(0, Math.min(MOST, ranked.size()))) {
      boolean best = suggestions.isEmpty();
      if (best || one.confidence() >= OTHERS_ABOVE) {
        Filled filled = one.article().answer().fill(values);
        suggestions.add(
            new Suggestion(
                one.article(),
                filled.text(),
                filled.missing(),
                one.confidence(),
                best && filled.missing().isEmpty() && isAutomatic(one, message, policy)));
      }
    }
    return suggestions;
  }

  /** The article must be of an allowed intent, and the message of no other. */
  private static boolean isAutomatic(RankedArticle best, Message message, ReplyPolicy policy) {
    Optional<String> intent = best.article().intent();
    return policy.automatic()
        && best.confidence() >= policy.automaticAbove()
        && intent.isPresent()
        && policy.automaticIntents().contains(intent.get())
        && message.intent().map(intent.get()::equals).orElse(true)
        && message.sentiment() > ANGRY
        && message.leaving() < LEAVING;
  }
}
