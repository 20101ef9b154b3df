package io.tidewatch.training.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ProcessQualityTest {
  private static final ProcessCase CASE = Logs.hourly("c", "a", "b", "a", "c");
  private static final Activities ACTIVITIES = Activities.of(List.of(CASE));

  @Test
  void measuresPrefixesOfAtLeastTwoEvents() {
    // After a,b: a, though the end is thought more probable. After a,b,a: b, but c comes.
    float[][] next = {
      {0, 0, 0, 1}, {0.4f, 0.1f, 0, 0.5f}, {0.1f, 0.6f, 0.2f, 0.1f}, {0, 0, 0.1f, 0.9f}
    };
    Map<String, Double> figures =
        ProcessQuality.of(
            List.of(CASE), List.of(new CaseForecast(next, new double[] {9, 1, 1, 9})), ACTIVITIES);

    assertThat(figures.get(ProcessQuality.ACCURACY)).isEqualTo(0.5);
    assertThat(figures.get(ProcessQuality.ACCURACY_END_ALLOWED)).isZero();
    assertThat(figures.get(ProcessQuality.ACCURACY_WITH_END)).isEqualTo(1 / 3.0);
    assertThat(figures.get(ProcessQuality.MACRO_F1)).isEqualTo(0.5); // of a 1, of c 0
    assertThat(figures.get(ProcessQuality.REMAINING_MAE))
        .isCloseTo((22 / 24.0 + 23 / 24.0) / 2, within(1e-9));
    assertThat(ProcessQuality.prefixes(List.of(CASE))).isEqualTo(2);
  }

  @Test
  void anActivityThatWasNotLearnedFromIsNeverRight() {
    ProcessCase unknown = Logs.hourly("u", "a", "b", "z", "a");
    float[][] next = {{1, 0, 0, 0}, {1, 0, 0, 0}, {1, 0, 0, 0}, {1, 0, 0, 0}};
    assertThat(
            ProcessQuality.of(
                    List.of(unknown), List.of(new CaseForecast(next, new double[4])), ACTIVITIES)
                .get(ProcessQuality.ACCURACY))
        .isEqualTo(0.5);
  }

  @Test
  void countsTheLongestRunThatWasSeenOftenEnough() {
    List<ProcessCase> cases =
        IntStream.range(0, 9)
            .mapToObj(
                i -> i < 6 ? Logs.hourly("p" + i, "a", "b", "c") : Logs.hourly("q" + i, "b", "a"))
            .toList();
    Activities activities = Activities.of(cases);
    FrequencyModel model = FrequencyModel.of(cases, activities, 100, true);
    CaseForecast forecast = model.forecasts(List.of(Logs.hourly("t", "a", "b"))).get(0);
    assertThat(forecast.next()[1]).containsExactly(0, 0, 1, 0);
    // b alone: c six times, a three times.
    CaseForecast byLast =
        FrequencyModel.of(cases, activities, 1, true)
            .forecasts(List.of(Logs.hourly("t", "a", "b")))
            .get(0);
    assertThat(byLast.next()[1]).containsExactly(3 / 9f, 0, 6 / 9f, 0);
    assertThat(model.forecasts(List.of(Logs.hourly("t", "z"))).get(0).remainingDays()[0])
        .isEqualTo(1 / 24.0); // of all 24 events: nine ends, nine an hour before, six two hours
  }
}
