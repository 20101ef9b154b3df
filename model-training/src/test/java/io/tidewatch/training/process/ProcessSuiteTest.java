package io.tidewatch.training.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.training.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessSuiteTest {
  @TempDir private Path dir;

  @Test
  void theNetworkLearnsFromTimesWhatNoCountOfActivitiesSees() throws IOException {
    Path train = write("train.csv", Logs.HEADER + Logs.rows("a", 110, 1) + Logs.rows("b", 60, 2));
    Path test = write("test.csv", Logs.HEADER + Logs.rows("b", 60, 2));

    ProcessReport report = ProcessSuite.files(train, test, 1, Progress.none());

    assertThat(report.trainCases()).isEqualTo(110);
    assertThat(report.cases()).isEqualTo(60);
    assertThat(report.prefixes()).isEqualTo(120);
    assertThat(report.notes())
        .containsExactly(
            "60 cases of the train file are also in the test file; they were not learned from.");
    Map<String, Double> counted = report.baselines().get(ProcessReport.BASELINE);
    assertThat(counted.get(ProcessQuality.ACCURACY)).isBetween(0.6, 0.85);
    assertThat(report.network().get(ProcessQuality.ACCURACY)).isGreaterThan(0.95);
    assertThat(report.network().get(ProcessQuality.REMAINING_MAE))
        .isLessThan(counted.get(ProcessQuality.REMAINING_MAE));
    assertThat(report.eventsPerSecond()).isPositive();
  }

  @Test
  void theNetworkLearnsThatTheProcessHasChanged() throws IOException {
    Path log = write("log.csv", Logs.HEADER + Logs.changingRows(240, 3));

    ProcessReport report = ProcessSuite.split(log, 1, Progress.none());

    Map<String, Double> counted = report.baselines().get(ProcessReport.BASELINE);
    assertThat(counted.get(ProcessQuality.ACCURACY)).isLessThan(0.85);
    assertThat(report.network().get(ProcessQuality.ACCURACY)).isGreaterThan(0.93);
  }

  @Test
  void learnsFromTheFirstTwoThirdsOfALogInTheOrderOfTheFile() throws IOException {
    Path log = write("log.csv", Logs.HEADER + Logs.rows("a", 20, 1));
    assertThatThrownBy(() -> ProcessSuite.split(log, 1, Progress.none()))
        .hasMessageContaining(
            "log.csv has 14 cases to learn from; an evaluation needs at least 30");
  }

  @Test
  void refusesALogOfAnotherForm() throws IOException {
    Path other = write("other.csv", "case,activity,time\n1,2,3\n");
    assertThatThrownBy(() -> ProcessSuite.split(other, 1, Progress.none()))
        .hasMessageContaining("other.csv: no column 'CaseID' among [case, activity, time]");
    Path wrong = write("wrong.csv", Logs.HEADER + "1,2,3.4.2026\n");
    assertThatThrownBy(() -> ProcessSuite.split(wrong, 1, Progress.none()))
        .hasMessageContaining("wrong.csv, row 1: column 'CompleteTimestamp' must be like")
        .hasMessageContaining("is '3.4.2026'");
    assertThatThrownBy(() -> ProcessSuite.split(dir.resolve("absent.csv"), 1, Progress.none()))
        .hasMessageContaining("absent.csv does not exist");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }
}
