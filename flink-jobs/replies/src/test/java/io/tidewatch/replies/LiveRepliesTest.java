package io.tidewatch.replies;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.ApprovedArticle;
import io.tidewatch.schemas.ReplyFate;
import io.tidewatch.schemas.ReplyFeedback;
import io.tidewatch.schemas.ReplyRules;
import io.tidewatch.schemas.SuggestedReply;
import io.tidewatch.schemas.TicketInsight;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveRepliesTest {
  private final LiveReplies replies = new LiveReplies();

  @AfterEach
  void close() {
    replies.close();
  }

  @Test
  void suggestsFromWhatItHasNow() {
    assertThat(suggest("when are you open")).isEmpty();

    replies.put(article("hours", "When are you open?", "From 9, {name}. {ticket}"));
    assertThat(suggest("when are you open").get(0))
        .satisfies(
            reply -> {
              assertThat(reply.getArticleId()).isEqualTo("hours");
              assertThat(reply.getTitle()).isEqualTo("When are you open?");
              assertThat(reply.getText()).isEqualTo("From 9, Ada. T-1");
              assertThat(reply.getMissingFields()).isEmpty();
              assertThat(reply.getConfidence()).isBetween(0.35f, 1f);
              assertThat(reply.getAutomatic()).isFalse();
            });

    replies.put(article("hours", "When are you open?", "From 10."));
    assertThat(suggest("when are you open").get(0).getText()).isEqualTo("From 10.");

    replies.remove("hours");
    assertThat(suggest("when are you open")).isEmpty();
  }

  @Test
  void followsTheRules() {
    replies.put(article("hours", "When are you open?", "{shop} opens at 9."));
    ReplyRules rules = ReplyRules.newBuilder().build();
    rules.getFields().put("shop", "Tide");
    replies.apply(rules);
    assertThat(suggest("when are you open").get(0).getText()).isEqualTo("Tide opens at 9.");

    rules.setSuggestAbove(1);
    replies.apply(rules);
    assertThat(suggest("when are you open")).isEmpty();
  }

  @Test
  void namesASuggestionTheSameEachTimeAndNoOtherSo() {
    replies.put(article("hours", "When are you open?", "-"));
    String id = suggest("when are you open").get(0).getSuggestionId();

    assertThat(suggest("when are you open").get(0).getSuggestionId()).isEqualTo(id).hasSize(32);
    TicketInsight other = insight("when are you open");
    other.setEventId("e2");
    assertThat(replies.suggest(other, Optional.empty()).get(0).getSuggestionId()).isNotEqualTo(id);
  }

  @Test
  void feedbackChangesWhichOfTwoLikeArticlesComesFirst() {
    replies.put(article("bread", "Do you sell bread?", "Yes."));
    replies.put(article("a-old", "opening hours", "old"));
    replies.put(article("b-new", "opening hours", "new"));
    String question = "opening hours";
    assertThat(suggest(question).get(0).getArticleId()).isEqualTo("a-old");

    ReplyFeedback rejected = feedback("a-old", ReplyFate.REJECTED);
    replies.heard(rejected);
    replies.heard(feedback("b-new", ReplyFate.ACCEPTED));
    assertThat(suggest(question).get(0).getArticleId()).isEqualTo("b-new");

    replies.forget(rejected);
    replies.forget(feedback("b-new", ReplyFate.ACCEPTED));
    assertThat(suggest(question).get(0).getArticleId()).isEqualTo("a-old");
  }

  @Test
  void saysNothingToWhatWasNotAnalysed() {
    replies.put(article("hours", "When are you open?", "-"));
    TicketInsight insight = insight("when are you open");
    insight.setOutcome("UNKNOWN_LANGUAGE");

    assertThat(replies.suggest(insight, Optional.empty())).isEmpty();
  }

  private List<SuggestedReply> suggest(String text) {
    return replies.suggest(insight(text), Optional.of("Ada"));
  }

  private static TicketInsight insight(String text) {
    return TicketInsight.newBuilder()
        .setEventId("e1")
        .setCustomerId("c1")
        .setTicketId("T-1")
        .setAnalysedAt(Instant.EPOCH)
        .setLanguage("en")
        .setOutcome("ANALYSED")
        .setMaskedText(text)
        .build();
  }

  private static ApprovedArticle article(String id, String title, String answer) {
    return ApprovedArticle.newBuilder()
        .setArticleId(id)
        .setLanguage("en")
        .setTitle(title)
        .setAnswer(answer)
        .setUpdatedAt(Instant.EPOCH)
        .build();
  }

  private static ReplyFeedback feedback(String article, ReplyFate fate) {
    return ReplyFeedback.newBuilder()
        .setSuggestionId("s-" + article)
        .setArticleId(article)
        .setFate(fate)
        .setDecidedAt(Instant.EPOCH)
        .build();
  }
}
