package io.tidewatch.replies;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.replies.Reputation.Fate;
import io.tidewatch.text.TextLanguage;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ReputationTest {
  private static final Article ARTICLE =
      new Article(
          "a", TextLanguage.ENGLISH, "t", List.of(), new AnswerTemplate("x"), Optional.empty());

  @Test
  void movesUpWithAcceptedAndDownWithRejectedReplies() {
    assertThat(lift()).isZero();
    assertThat(lift(Fate.ACCEPTED, Fate.ACCEPTED)).isPositive();
    assertThat(lift(Fate.REJECTED)).isNegative();
    assertThat(lift(Fate.EDITED)).isNegative().isGreaterThan(lift(Fate.REJECTED));
  }

  @Test
  void movesFurtherTheMoreIsKnown() {
    assertThat(lift(Fate.REJECTED, Fate.REJECTED)).isLessThan(lift(Fate.REJECTED));
  }

  @Property
  void neverMovesFartherThanItsBound(@ForAll List<Fate> fates) {
    assertThat(lift(fates.toArray(Fate[]::new)))
        .isBetween(-Reputation.LARGEST_LIFT, Reputation.LARGEST_LIFT);
  }

  private static double lift(Fate... fates) {
    var reputation = new Reputation();
    for (Fate fate : fates) {
      reputation.add("a", fate);
    }
    return reputation.lift(ARTICLE);
  }
}
