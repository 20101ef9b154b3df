package io.tidewatch.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.training.evaluation.Spread;
import io.tidewatch.training.process.ProcessReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class ProcessOutputTest {
  private static final ProcessReport REPORT =
      new ProcessReport(
          "learned from a, measured on b",
          20,
          10,
          30,
          2,
          Map.of("accuracy", 0.75, "macroF1", 0.4),
          Map.of("accuracy", new Spread(0.7, 0.8, 0.05)),
          Map.of(
              "lastActivity", Map.of("accuracy", 0.6, "macroF1", 0.25),
              "prefix", Map.of("accuracy", 0.7, "macroF1", 0.3)),
          5_000,
          List.of("One thing to know."),
          12.5);

  @Test
  void theDocumentHasTheNetworksFiguresAndTheSameOfTheBaseline() {
    ObjectNode json = ProcessOutput.json("bpi13", REPORT);
    assertThat(json.path("suite").asText()).isEqualTo("helpdesk");
    assertThat(json.path("set").asText()).isEqualTo("bpi13");
    assertThat(json.path("accuracy").asDouble()).isEqualTo(0.75);
    assertThat(json.path("macroF1").asDouble()).isEqualTo(0.4);
    assertThat(json.path("baseline").path("accuracy").asDouble()).isEqualTo(0.7);
    assertThat(json.path("baseline").path("macroF1").asDouble()).isEqualTo(0.3);
    assertThat(json.path("baselines").path("lastActivity").path("accuracy").asDouble())
        .isEqualTo(0.6);
    assertThat(json.path("spread").path("accuracy").path("max").asDouble()).isEqualTo(0.8);
    assertThat(json.path("eventsPerSecond").asDouble()).isEqualTo(5_000);
    assertThat(json.path("seconds").asDouble()).isEqualTo(12.5);
  }

  @Test
  void theTableHasAColumnPerModel() {
    assertThat(ProcessOutput.table("bpi13", REPORT))
        .contains("helpdesk, set bpi13: learned from a, measured on b; 20 and 10 cases")
        .containsPattern("accuracy +0\\.7500 +0\\.\\d{4} +0\\.\\d{4}")
        .endsWith("One thing to know.");
  }

  @Test
  void saysWhatToLearnFromIsMissing() {
    assertThat(misuse("evaluate", "helpdesk"))
        .contains("needs either --data FILE, whose last third of cases is measured on, or --train");
    assertThat(misuse("evaluate", "helpdesk", "--set", "bpi12", "--data", "x"))
        .contains("--set bpi12 must be one of [bpi13, helpdesk]");
    assertThat(misuse("evaluate", "helpdesk", "--train", "x")).contains("--train FILE --test FILE");
  }

  private static String misuse(String... words) {
    StringWriter err = new StringWriter();
    CommandLine line = Tidewatch.commandLine().setErr(new PrintWriter(err));
    assertThat(line.execute(words)).isEqualTo(CommandLine.ExitCode.USAGE);
    return err.toString();
  }
}
