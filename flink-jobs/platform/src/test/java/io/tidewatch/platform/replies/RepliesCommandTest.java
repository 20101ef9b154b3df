package io.tidewatch.platform.replies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidewatch.platform.Tidewatch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepliesCommandTest {
  private record Outcome(int exitCode, String out, String err) {}

  @Test
  void suggestsFromAFileAndFillsIn(@TempDir Path folder) throws IOException {
    Path articles =
        Files.writeString(
            folder.resolve("articles.json"),
            """
            [{"id": "hours", "language": "en", "title": "When are you open?",
              "questions": ["opening hours of the shop"], "answer": "Dear {name}, from 9 to 5."},
             {"id": "other", "language": "en", "title": "Do you sell bread?", "answer": "Yes."}]
            """);

    Outcome outcome =
        run(
            "replies",
            "suggest",
            "when is the shop open, call 13812345678",
            "--articles",
            articles.toString(),
            "--field",
            "name=Ada",
            "--json");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    JsonNode document = new JsonMapper().readTree(outcome.out());
    assertThat(document.at("/suggestedReplies/0/articleId").asText()).isEqualTo("hours");
    assertThat(document.at("/suggestedReplies/0/text").asText())
        .isEqualTo("Dear Ada, from 9 to 5.");
    assertThat(document.at("/suggestedReplies/0/confidence").asDouble()).isBetween(0.35, 1.0);
    assertThat(document.at("/suggestedReplies/0/automatic").asBoolean()).isFalse();
    assertThat(outcome.out()).doesNotContain("13812345678");
  }

  @Test
  void printsForPeopleWhatIsStillToFillIn() {
    assertThat(run("replies", "suggest", "我的退款怎么还没到账").out())
        .contains("zh-refund-when (0.")
        .contains("to fill in: [name]");
    assertThat(run("replies", "suggest", "what is the weather like").out()).contains("none");
  }

  @Test
  void checksWhatItPrintsToBeginWith(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("starter.json"), run("replies", "starter").out());

    Outcome outcome = run("replies", "check", file.toString());
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("23 articles with").contains("fields to fill in: name");
    assertThat(run("replies", "check", file.toString(), "--json").out())
        .contains("\"articles\" : 23");
  }

  @Test
  void namesWhatIsWrongWithAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("bad.json"), "[{\"id\": \"a\"}]");

    Outcome outcome = run("replies", "check", file.toString());
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("bad.json: articles[0]: field 'language' must be a text; it is MISSING")
        .contains("docs/how-to/suggested-replies.md");
    assertThat(run("replies").err()).contains("missing command");
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
