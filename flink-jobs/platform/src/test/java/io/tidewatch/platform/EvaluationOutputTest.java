package io.tidewatch.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.training.evaluation.EvaluationReport;
import io.tidewatch.training.evaluation.Spread;
import io.tidewatch.training.text.TextReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EvaluationOutputTest {
  private static final EvaluationReport REPORT =
      new EvaluationReport(
          "cdnow",
          "Weeks 1 to 39 observed",
          900,
          100,
          3,
          Map.of("mae", 0.75, "spend.r2", 0.25),
          Map.of("mae", new Spread(0.7, 0.8, 0.05), "spend.r2", new Spread(0.2, 0.3, 0.04)),
          Map.of("bgNbd", Map.of("mae", 0.5, "spend.r2", 0.125)),
          Map.of("bgNbd.r", 0.243),
          List.of("5 customers were left out."),
          Map.of("gains.svg", "<svg/>"),
          12.5);

  @Test
  void documentNestsWhatHasADotInItsName() {
    ObjectNode document = EvaluationDocument.of(REPORT);

    assertThat(document.at("/mae").asDouble()).isEqualTo(0.75);
    assertThat(document.at("/spend/r2").asDouble()).isEqualTo(0.25);
    assertThat(document.at("/spread/mae/min").asDouble()).isEqualTo(0.7);
    assertThat(document.at("/spread/spend/r2/sd").asDouble()).isEqualTo(0.04);
    assertThat(document.at("/baselines/bgNbd/spend/r2").asDouble()).isEqualTo(0.125);
    assertThat(document.at("/parameters/bgNbd/r").asDouble()).isEqualTo(0.243);
    assertThat(document.at("/seeds").asInt()).isEqualTo(3);
    assertThat(document.at("/customers").asInt()).isEqualTo(100);
    assertThat(document.at("/trainCustomers").asInt()).isEqualTo(900);
    assertThat(document.at("/seconds").asDouble()).isEqualTo(12.5);
    assertThat(document.at("/notes/0").asText()).isEqualTo("5 customers were left out.");
  }

  @Test
  void bestIsTheSmallerErrorAndTheLargerShareOfVariance() {
    ObjectNode document = EvaluationDocument.of(REPORT);

    assertThat(document.at("/best/mae").asText()).isEqualTo("bgNbd");
    assertThat(document.at("/best/spend/r2").asText()).isEqualTo("network");
  }

  @Test
  void tableMarksTheBestOfARow() {
    assertThat(EvaluationTable.of(REPORT).lines().map(String::strip))
        .anyMatch(line -> line.matches("mae +0\\.7500 +0\\.7000 \\.\\. 0\\.8000 +0\\.5000\\*"))
        .anyMatch(line -> line.matches("spend\\.r2 +0\\.2500\\* .* 0\\.1250"))
        .contains("5 customers were left out.");
  }

  @Test
  void asksForTheFilesAndSaysWhereToGetThem() {
    assertThat(errors("evaluate", "cdnow"))
        .contains("needs --train FILE", "CDNOW_master.txt.gz", "docs/data-sources.md");
    assertThat(errors("evaluate", "cdnow", "--train", "a.txt")).contains("needs --test FILE");
    assertThat(errors("evaluate", "onlineretail")).contains("needs --data FILE");
    assertThat(errors("evaluate", "telco")).contains("--data FILE", "--train FILE --test FILE");
    assertThat(errors("evaluate", "completejourney", "--data", "x"))
        .contains("takes no --data", "bundled");
    assertThat(errors("evaluate", "obd")).contains("needs --data DIR", "docs/data-sources.md");
    assertThat(errors("evaluate", "obd", "--data", "x", "--resamples", "5"))
        .contains("--resamples 5 must be 100 to 100000");
    assertThat(errors("evaluate", "obd", "--data", "x", "--plots", "y"))
        .contains("takes no --plots");
    assertThat(errors("evaluate", "sequences", "--data", "x"))
        .contains("needs --set, one of [Beauty, Sports, Toys, LastFM]");
    assertThat(errors("evaluate", "sequences", "--set", "toys", "--data", "x", "--epochs", "0"))
        .contains("--epochs 0 must be 1 to 1000");
    assertThat(errors("evaluate", "cdnow", "--set", "hotel")).contains("takes no --set");
    assertThat(errors("evaluate", "nosuch")).contains("nosuch", "CDNOW, ONLINERETAIL");
  }

  private static String errors(String... args) {
    StringWriter err = new StringWriter();
    int code =
        Tidewatch.execute(
            Tidewatch.commandLine(),
            new PrintWriter(new StringWriter()),
            new PrintWriter(err, true),
            args);
    assertThat(code).isEqualTo(2);
    return err.toString();
  }

  private static final TextReport TEXTS =
      new TextReport(
          "zh-reviews online_shopping",
          "learned from some, measured on others",
          900,
          100,
          2,
          Map.of("accuracy", 0.94, "categoryMacroF1", 0.9),
          Map.of("accuracy", 0.93, "categoryMacroF1", 0.89),
          Map.of("linear", 2.0),
          Map.of(
              "accuracy", new Spread(0.92, 0.935, 0.01),
              "categoryMacroF1", new Spread(0.88, 0.9, 0.01)),
          12_345.6,
          List.of("Split by a hash."),
          60.5);

  @Test
  void textsHaveTheSameFiguresOfModelAndBaseline() {
    ObjectNode document = TextEvaluation.json(TEXTS);

    assertThat(document.at("/accuracy").asDouble()).isEqualTo(0.94);
    assertThat(document.at("/categoryMacroF1").asDouble()).isEqualTo(0.9);
    assertThat(document.at("/baseline/accuracy").asDouble()).isEqualTo(0.93);
    assertThat(document.at("/baseline/categoryMacroF1").asDouble()).isEqualTo(0.89);
    assertThat(document.at("/spread/accuracy/min").asDouble()).isEqualTo(0.92);
    assertThat(document.at("/textsPerSecond").asDouble()).isEqualTo(12_345.6);
    assertThat(document.at("/seconds").asDouble()).isEqualTo(60.5);
    assertThat(document.at("/notes/0").asText()).isEqualTo("Split by a hash.");
  }

  @Test
  void tableOfTextsHasTheBaselineBeside() {
    assertThat(TextEvaluation.table(TEXTS).lines().map(String::strip))
        .anyMatch(line -> line.matches("accuracy +0\\.9400 +0\\.9200 \\.\\. 0\\.9350 +0\\.9300"))
        .contains("Split by a hash.");
  }
}
