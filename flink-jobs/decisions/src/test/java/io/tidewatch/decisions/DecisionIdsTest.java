package io.tidewatch.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecisionIdsTest {

  @Test
  void areFixedForEver() {
    // Whoever stores ids relies on them: these values must never change.
    assertThat(DecisionIds.alert("c1", "e1", 1_000_000, "7", "ab"))
        .isEqualTo("6644ba9ae32339f2856c76e685a62da8");
    assertThat(DecisionIds.offer("c1", "o1", "e1", 1_000_000, "7", "ab"))
        .isEqualTo("eb7a689a840a66236e3a245ff96e46e8");
  }

  @Test
  void differWhereverAnInputDiffers() {
    assertThat(
            Set.of(
                DecisionIds.alert("c", "e", 1, "p", "m"),
                DecisionIds.alert("d", "e", 1, "p", "m"),
                DecisionIds.alert("c", "f", 1, "p", "m"),
                DecisionIds.alert("c", "e", 2, "p", "m"),
                DecisionIds.alert("c", "e", 1, "q", "m"),
                DecisionIds.alert("c", "e", 1, "p", "n"),
                DecisionIds.alert("c|e", "", 1, "p", "m"),
                DecisionIds.alert("c", "|e", 1, "p", "m"),
                DecisionIds.score("c", "e", 1, "m"),
                DecisionIds.offer("c", "o", "e", 1, "p", "m"),
                DecisionIds.offer("c", "p", "e", 1, "p", "m"),
                DecisionIds.offerSuppression("c", "o", "e", 1, "p"),
                DecisionIds.alertSuppression(DecisionIds.alert("c", "e", 1, "p", "m"))))
        .hasSize(13);
  }

  @Test
  void drawTheGivenShareOfScores() {
    double drawn =
        IntStream.range(0, 100_000)
                .filter(i -> DecisionIds.sampled("c" + i % 100, i * 60_000_000L, 0.01))
                .count()
            / 100_000.0;
    assertThat(drawn).isCloseTo(0.01, within(0.002));
  }
}
