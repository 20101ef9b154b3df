package io.tidewatch.scoring;

import static io.tidewatch.scoring.ControlRules.atMost;
import static io.tidewatch.scoring.ControlRules.first;
import static io.tidewatch.scoring.ControlRules.holds;
import static io.tidewatch.scoring.ControlRules.id;
import static io.tidewatch.scoring.ControlRules.share;
import static io.tidewatch.scoring.ControlRules.text;

import io.tidewatch.replies.Articles;
import io.tidewatch.schemas.ApprovedArticle;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.ReplyFate;
import io.tidewatch.schemas.ReplyFeedback;
import io.tidewatch.schemas.ReplyRules;
import io.tidewatch.scoring.ControlRules.Broken;
import java.util.Optional;

/** What articles, feedback and the rules of replies have to keep to. Stateless. */
final class ReplyRulesCheck {
  private static final int MAX_FIELDS = 64;
  private static final int MAX_VALUE = 1_000;

  private ReplyRulesCheck() {}

  /** Returns the first rule that the part of a policy breaks. */
  static Optional<Broken> check(ReplyRules rules) {
    return first(
        share("replies.suggestAbove", rules.getSuggestAbove()),
        share("replies.automaticAbove", rules.getAutomaticAbove()),
        atMost("replies.automaticIntents", rules.getAutomaticIntents().size(), MAX_FIELDS),
        atMost("replies.fields", rules.getFields().size(), MAX_FIELDS),
        rules.getFields().entrySet().stream()
            .flatMap(field -> text("replies.fields", field.getValue(), MAX_VALUE).stream())
            .findFirst());
  }

  /** Returns what is wrong with an article, if anything is. */
  static Optional<Broken> check(ApprovedArticle article) {
    try {
      Articles.of(article);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(new Broken(DeadLetterReason.BAD_TEXT, "article", e.getMessage()));
    }
  }

  /** Returns the first rule that feedback breaks. */
  static Optional<Broken> check(ReplyFeedback feedback) {
    return first(
        id("suggestionId", feedback.getSuggestionId()),
        id("articleId", feedback.getArticleId()),
        holds(
            feedback.getFate() != ReplyFate.UNKNOWN,
            DeadLetterReason.BAD_TEXT,
            "fate",
            feedback.getFate(),
            "ACCEPTED, EDITED or REJECTED"));
  }
}
