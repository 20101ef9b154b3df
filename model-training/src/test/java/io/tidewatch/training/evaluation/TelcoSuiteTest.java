package io.tidewatch.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.training.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows are made up, in the published form. */
final class TelcoSuiteTest {
  private static final String HEADER =
      "customerID,Contract,SeniorCitizen,tenure,MonthlyCharges,TotalCharges,Churn\n";

  @TempDir private Path dir;

  @Test
  void takesWordsApartAndReadsABlankTotalAsNothingPaid() throws IOException {
    TelcoTable table =
        TelcoTable.read(
            Files.writeString(
                dir.resolve("t.csv"),
                HEADER + "a,Two year,0,0,20.5, ,No\nb,Month-to-month,1,5,30,150,Yes\n"));

    List<String> inputs = table.inputs();

    assertThat(inputs)
        .containsExactlyInAnyOrder(
            "Contract=Two year",
            "Contract=Month-to-month",
            "SeniorCitizen",
            "tenure",
            "MonthlyCharges",
            "TotalCharges");
    assertThat(table.labels()).containsExactly(false, true);
    assertThat(table.encoded(List.of("TotalCharges", "Contract=Two year", "tenure")))
        .isDeepEqualTo(new float[][] {{0, 1, 0}, {150, 0, 5}});
  }

  @Test
  void findsWhatMakesCustomersLeaveInEveryFold() throws IOException {
    Path file = Files.writeString(dir.resolve("t.csv"), HEADER + rows(0, 300));

    EvaluationReport report = Evaluations.telco(file, Optional.empty(), 1, Progress.none());

    assertThat(report.customers()).isEqualTo(300);
    assertThat(report.network().get("auc")).isGreaterThan(0.7);
    assertThat(report.network()).containsKeys("auc", "brier", "calibrationError", "accuracy");
    assertThat(report.baselines().get("logisticRegression").get("auc")).isGreaterThan(0.7);
    assertThat(report.baselines().get("boosting").get("auc")).isGreaterThan(0.7);
  }

  @Test
  void leavesTestCustomersOutOfTheTrainFile() throws IOException {
    TelcoTable train =
        TelcoTable.read(Files.writeString(dir.resolve("a.csv"), HEADER + rows(0, 30)));
    TelcoTable test =
        TelcoTable.read(Files.writeString(dir.resolve("b.csv"), HEADER + rows(20, 40)));

    assertThat(train.without(test).size()).isEqualTo(20);
  }

  @Test
  void namesTheValueThatIsNoNumber() throws IOException {
    TelcoTable table =
        TelcoTable.read(
            Files.writeString(dir.resolve("t.csv"), HEADER + "a,One year,0,many,20,20,No\n"));

    assertThatThrownBy(() -> table.encoded(table.inputs()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("t.csv: column 'tenure' must be a number, is 'many'");
  }

  private static String rows(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      Random random = new Random(i);
      int tenure = random.nextInt(72);
      boolean monthly = random.nextBoolean();
      boolean left = random.nextDouble() < (monthly ? 0.7 : 0.15) * (1 - tenure / 90.0);
      text.append("c").append(i).append(monthly ? ",Month-to-month," : ",Two year,");
      text.append("0,").append(tenure).append(",30,").append(30 * tenure);
      text.append(left ? ",Yes\n" : ",No\n");
    }
    return text.toString();
  }
}
