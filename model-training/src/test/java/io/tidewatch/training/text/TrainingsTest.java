package io.tidewatch.training.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidewatch.training.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TrainingsTest {
  @Test
  void resultsComeInTheOrderAskedForAndProgressNeverFalls() {
    List<Double> reported = Collections.synchronizedList(new ArrayList<>());
    List<Function<Progress, Integer>> trainings = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      trainings.add(
          part -> {
            part.at(0.5, "half");
            part.at(1, "whole");
            return number;
          });
    }
    assertThat(Trainings.run(trainings, (fraction, message) -> reported.add(fraction)))
        .containsExactly(0, 1, 2, 3, 4);
    assertThat(reported).hasSize(10).isSorted().endsWith(1.0);
  }

  @Test
  void nothingToTrainGivesNothing() {
    assertThat(Trainings.run(List.<Function<Progress, Integer>>of(), Progress.none())).isEmpty();
  }

  @Test
  void whatATrainingThrowsIsThrown() {
    List<Function<Progress, Integer>> trainings =
        List.of(
            part -> 1,
            part -> {
              throw new IllegalArgumentException("too few texts");
            });
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainings.run(trainings, Progress.none()))
        .withMessage("too few texts");
  }
}
