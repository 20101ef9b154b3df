package io.tidewatch.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
        new ObjectMapper().readTree(run("--json", "Worst", "shop", "ever.", "Refund", "me!"));
    assertThat(json.get("language").asText()).isEqualTo("en");
    assertThat(json.get("sentiment").floatValue()).isNegative();
    assertThat(json.get("intent").asText()).isEqualTo("refund");
    assertThat(json.get("sentences").get(1).get("words").get(0).get("text").asText())
        .isEqualTo("Refund");
    assertThat(json.has("parser")).isFalse();
    assertThat(json.get("sentences").get(1).get("words").get(0).has("head")).isFalse();
    assertThat(json.get("suggestedReplies").isArray()).isTrue();
  }

  @Test
  void parsesOnRequest() throws Exception {
    assertThat(run("--parse", "The customer wants a new phone."))
        .contains("parse        The customer wants a new phone.")
        .containsPattern("\n {15}wants +root\n {17}customer +nsubj: subject\n {19}The +det: which")
        .containsPattern("\n {17}phone +obj: object");
    assertThat(run("--parse", "客服没有解决我的问题。"))
        .containsPattern("\n {15}解决 +root\n {17}客服 +nsubj: subject")
        .containsPattern("\n {17}问题 +obj: object");

    JsonNode json = new ObjectMapper().readTree(run("--json", "--parse", "I want a refund."));
    assertThat(json.get("parser").get("treebank").asText()).isEqualTo("english");
    JsonNode words = json.get("sentences").get(0).get("words");
    assertThat(words.get(0).get("head").asInt()).isEqualTo(2);
    assertThat(words.get(0).get("relation").asText()).isEqualTo("nsubj");
    assertThat(words.get(1).get("relation").asText()).isEqualTo("root");
    assertThat(run("--parse", "верните", "деньги")).doesNotContain("parse ");
  }

  @Test
  void parsesByATreebankOfTheUsers(@TempDir Path dir) throws Exception {
    Path bank = dir.resolve("own.conllu");
    Files.writeString(
        bank, "1\tGo\t_\tVERB\t_\t_\t0\troot\t_\t_\n2\tnow\t_\tADV\t_\t_\t1\twhen\t_\t_\n");
    assertThat(run("--parse", "--treebank", bank.toString(), "Please come now")).contains(" when");
    StringWriter errors = new StringWriter();
    CommandLine command = new CommandLine(new AnalyzeCommand()).setErr(new PrintWriter(errors));
    assertThat(command.execute("--parse", "--treebank", dir.resolve("no").toString(), "Go now"))
        .isEqualTo(2);
    assertThat(errors.toString()).contains("--treebank").contains("does not exist");
    assertThat(command.execute("--treebank", bank.toString(), "Go now")).isEqualTo(2);
    assertThat(errors.toString()).contains("only with --parse");
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
