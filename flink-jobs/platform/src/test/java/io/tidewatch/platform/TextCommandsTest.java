package io.tidewatch.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that train and measure text models, on a few made-up texts. */
class TextCommandsTest {
  private record Outcome(int exitCode, String out, String err) {}

  @Test
  void evaluationOfIntentsPrintsOneDocument(@TempDir Path folder) throws IOException {
    StringBuilder table = new StringBuilder("text,category\n");
    for (int i = 0; i < 90; i++) {
      String thing = "thing" + i;
      table.append("I have lost my ").append(thing).append(",lost\n");
      table.append("when does ").append(thing).append(" arrive,when\n");
    }
    Path file = Files.writeString(folder.resolve("train.csv"), table);
    Outcome outcome =
        run("evaluate", "banking77", "--train", file.toString(), "--seeds", "1", "--json");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    JsonNode document = new JsonMapper().readTree(outcome.out());
    assertThat(document.at("/accuracy").asDouble()).isGreaterThan(0.9);
    assertThat(document.at("/macroF1").asDouble()).isGreaterThan(0.9);
    assertThat(document.at("/baseline/accuracy").asDouble()).isGreaterThan(0.9);
    assertThat(document.at("/baseline/macroF1").isNumber()).isTrue();
    assertThat(document.at("/textsPerSecond").asDouble()).isPositive();
    assertThat(document.at("/seconds").asDouble()).isPositive();
    assertThat(document.at("/trainTexts").asInt() + document.at("/texts").asInt()).isEqualTo(180);
    assertThat(document.at("/notes/0").asText()).startsWith("Split by a hash of the text");
  }

  @Test
  void evaluationOfUrgencyNamesEveryLanguageAndQuestion() throws IOException {
    Outcome outcome = run("evaluate", "urgency", "--json");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    JsonNode document = new JsonMapper().readTree(outcome.out());
    for (String language : List.of("zh", "en")) {
      JsonNode found = document.at("/languages/" + language);
      assertThat(found.get("texts").asInt()).isGreaterThanOrEqualTo(200);
      for (String question : List.of("urgent", "leaving", "displeased", "pleased")) {
        // The rules say something, and tell the two apart better than who always says the same.
        assertThat(found.at("/" + question + "/recall").asDouble()).isPositive();
        assertThat(found.at("/" + question + "/macroF1").asDouble())
            .isGreaterThan(found.at("/" + question + "/baseline/macroF1").asDouble());
      }
    }
    assertThat(document.at("/baseline/macroF1").isNumber()).isTrue();
    assertThat(document.at("/textsPerSecond").asDouble()).isPositive();
    assertThat(run("evaluate", "urgency").out()).contains("zh leaving", "en urgent");
    assertThat(run("evaluate", "urgency", "--train", "a.csv").err()).contains("takes no --train");
  }

  @Test
  void misuseIsNamedWithTheRemedy(@TempDir Path folder) {
    String out = folder.resolve("text.zip").toString();

    assertThat(run("train", "text-intent", "--out", out).err())
        .contains("train text-intent needs --texts FILE");
    assertThat(run("train", "text-topic", "--texts", "a", "--networks", "9", "--out", out).err())
        .contains("--networks 9 must be 1 to 3");
    assertThat(run("evaluate", "zh-reviews", "--train", "a.csv").err())
        .contains("needs --set NAME, one of [online_shopping, waimai, hotel]");
    assertThat(run("evaluate", "zh-reviews", "--set", "hotel").err())
        .contains("needs --train FILE");
    assertThat(run("evaluate", "zh-reviews", "--set", "hotel", "--train", "no.csv").err())
        .contains("no.csv does not exist");
  }

  private static Outcome run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Tidewatch.execute(
            Tidewatch.commandLine(), new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Outcome(exitCode, out.toString(), err.toString());
  }
}
