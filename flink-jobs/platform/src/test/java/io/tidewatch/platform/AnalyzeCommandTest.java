package io.tidewatch.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class AnalyzeCommandTest {
  @Test
  void printsTheWholeAnalysisForPeople() {
    assertThat(run("我的手机坏了，马上退款，电话13812345678"))
        .contains("language     zh")
        .contains("masked       [PHONE]")
        .contains("urgent")
        .contains("退款/NOUN")
        .doesNotContain("13812345678");
  }

  @Test
  void printsOneJsonDocument() throws Exception {
    JsonNode json =
        new ObjectMapper()
            .readTree(run("--json", "--dependencies", "Worst", "shop", "ever.", "Refund", "me!"));
    assertThat(json.get("language").asText()).isEqualTo("en");
    assertThat(json.get("sentiment").floatValue()).isNegative();
    assertThat(json.get("intent").asText()).isEqualTo("refund");
    assertThat(json.get("sentences").get(1).get("words").get(0).get("text").asText())
        .isEqualTo("Refund");
    assertThat(json.get("dependencies").isNull()).isTrue();
    assertThat(json.get("dependenciesDetail").asText()).contains("no dependency parse");
    assertThat(json.get("suggestedReplies").isArray()).isTrue();
  }

  @Test
  void suggestsRepliesWithTheirArticle() {
    assertThat(run("我的快递还没到")).contains("reply        zh-delivery-where (");
    assertThat(run("what a lovely day")).contains("reply        none");
  }

  @Test
  void saysThatItDoesNotKnowALanguage() {
    assertThat(run("верните", "деньги"))
        .contains("UNKNOWN_LANGUAGE")
        .contains("language     und")
        .contains("intent       not known");
  }

  private static String run(String... args) {
    StringWriter out = new StringWriter();
    int code = new CommandLine(new AnalyzeCommand()).setOut(new PrintWriter(out)).execute(args);
    assertThat(code).isZero();
    return out.toString();
  }
}
