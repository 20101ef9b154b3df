package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.replies.LiveReplies;
import io.tidewatch.schemas.ReplyFate;
import io.tidewatch.schemas.ReplyFeedback;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FeedbackWindowTest {
  @Test
  void forgetsTheOldest() {
    var window = new FeedbackWindow(2, new LiveReplies());

    assertThat(change(window, feedback("s1", 1))).isEmpty();
    assertThat(change(window, feedback("s2", 2))).isEmpty();
    assertThat(change(window, feedback("s3", 3))).containsExactly("s1");
    assertThat(change(window, feedback("s0", 0))).containsExactly("s0");
  }

  @Test
  void aLaterWordTakesThePlaceOfTheOneBefore() {
    var window = new FeedbackWindow(2, new LiveReplies());
    change(window, feedback("s1", 1));
    change(window, feedback("s2", 2));
    change(window, feedback("s1", 3));

    assertThat(change(window, feedback("s3", 4))).containsExactly("s2");
    assertThat(window.change("s3", Optional.empty())).isEmpty();
    assertThat(change(window, feedback("s4", 5))).isEmpty();
  }

  @Property
  void whatIsLeftDoesNotDependOnTheOrder(
      @ForAll @IntRange(min = 1, max = 12) int most, @ForAll long seed) {
    List<ReplyFeedback> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(feedback("s" + i, i % 7));
    }
    Set<String> inOrder = left(most, all);
    Collections.shuffle(all, new Random(seed));

    assertThat(left(most, all)).isEqualTo(inOrder).hasSize(most);
  }

  private static Set<String> left(int most, List<ReplyFeedback> all) {
    var window = new FeedbackWindow(most, new LiveReplies());
    Set<String> left = new HashSet<>();
    for (ReplyFeedback one : all) {
      left.add(one.getSuggestionId());
      change(window, one).forEach(left::remove);
    }
    return left;
  }

  private static List<String> change(FeedbackWindow window, ReplyFeedback feedback) {
    return window.change(feedback.getSuggestionId(), Optional.of(feedback));
  }

  private static ReplyFeedback feedback(String id, int second) {
    return ReplyFeedback.newBuilder()
        .setSuggestionId(id)
        .setArticleId("a")
        .setFate(ReplyFate.ACCEPTED)
        .setDecidedAt(Instant.ofEpochSecond(second))
        .build();
  }
}
