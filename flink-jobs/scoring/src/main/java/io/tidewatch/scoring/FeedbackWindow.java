package io.tidewatch.scoring;

import io.tidewatch.replies.LiveReplies;
import io.tidewatch.schemas.ReplyFeedback;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The newest feedback, the last word on each suggestion: what is older than the newest so many is
 * forgotten, so that articles are judged by what agents do now and the state stays small. What is
 * left does not depend on the order in which feedback came. One thread.
 */
final class FeedbackWindow {
  private static final Comparator<ReplyFeedback> OLDEST_FIRST =
      Comparator.comparing(ReplyFeedback::getDecidedAt, Comparator.<Instant>naturalOrder())
          .thenComparing(ReplyFeedback::getSuggestionId);

  private final int most;
  private final LiveReplies replies;
  private final Map<String, ReplyFeedback> bySuggestion = new HashMap<>();
  private final TreeSet<ReplyFeedback> byAge = new TreeSet<>(OLDEST_FIRST);

  /**
   * Creates an empty one.
   *
   * @param most how many are kept, at least 1
   * @param replies hears of what is added and forgotten
   */
  FeedbackWindow(int most, LiveReplies replies) {
    this.most = most;
    this.replies = replies;
  }

  /**
   * Takes what was said last of a suggestion.
   *
   * @param heard empty if it was taken back
   * @return suggestions that are forgotten for it
   */
  List<String> change(String suggestionId, Optional<ReplyFeedback> heard) {
    ReplyFeedback before = bySuggestion.remove(suggestionId);
    if (before != null) {
      byAge.remove(before);
      replies.forget(before);
    }
    if (heard.isEmpty()) {
      return List.of();
    }
    bySuggestion.put(suggestionId, heard.get());
    byAge.add(heard.get());
    replies.heard(heard.get());
    if (byAge.size() <= most) {
      return List.of();
    }
    ReplyFeedback oldest = byAge.pollFirst();
    bySuggestion.remove(oldest.getSuggestionId());
    replies.forget(oldest);
    return List.of(oldest.getSuggestionId());
  }
}
