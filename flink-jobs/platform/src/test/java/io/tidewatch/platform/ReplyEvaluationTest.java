package io.tidewatch.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplyEvaluationTest {
  private record Outcome(int exitCode, String out, String err) {}

  @Test
  void printsOneDocumentWithTheBaselineBeside(@TempDir Path folder) throws IOException {
    Outcome outcome =
        run(
            "evaluate",
            "replies",
            "--train",
            questions(folder, "train.csv", 0, 120),
            "--test",
            questions(folder, "test.csv", 120, 140),
            "--json");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    JsonNode document = new JsonMapper().readTree(outcome.out());
    for (String at : new String[] {"", "/baseline"}) {
      for (String figure : new String[] {"accuracy", "macroF1", "hit1", "hit3", "mrr"}) {
        assertThat(document.at(at + "/" + figure).asDouble())
            .as(at + "/" + figure)
            .isGreaterThan(0.9);
      }
    }
    assertThat(document.at("/accuracy")).isEqualTo(document.at("/hit1"));
    assertThat(document.at("/articles").asInt()).isEqualTo(3);
    assertThat(document.at("/texts").asInt()).isEqualTo(60);
    assertThat(document.at("/textsPerSecond").asDouble()).isPositive();
    assertThat(document.at("/seconds").asDouble()).isPositive();
  }

  @Test
  void printsATableForPeople(@TempDir Path folder) throws IOException {
    Outcome outcome = run("evaluate", "replies", "--train", questions(folder, "all.csv", 0, 120));

    assertThat(outcome.out())
        .contains("words alone (BM25)")
        .contains("3 answers")
        .contains("Split by a hash of the text");
  }

  @Test
  void misuseIsNamedWithTheRemedy(@TempDir Path folder) throws IOException {
    Path odd = Files.writeString(folder.resolve("odd.csv"), "left,right\na,b\n");

    assertThat(run("evaluate", "replies").err()).contains("needs --train FILE");
    assertThat(run("evaluate", "replies", "--train", odd.toString()).err())
        .contains("no column 'question' or 'text'")
        .contains("[left, right]");
  }

  private static String questions(Path folder, String name, int from, int to) throws IOException {
    StringBuilder table = new StringBuilder("question,answer\n");
    for (int i = from; i < to; i++) {
      String thing = "thing" + i;
      table.append("my ").append(thing).append(" was lost in the post,Lost parcels\n");
      table.append("when does ").append(thing).append(" arrive at home,Times of delivery\n");
      table.append("please give me the money for ").append(thing).append(" back,Refunds\n");
    }
    return Files.writeString(folder.resolve(name), table).toString();
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
