package io.tidewatch.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.models.signing.SigningKey;
import io.tidewatch.models.signing.VerifyingKey;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line: exit codes, and what goes to which stream. */
final class TidewatchTest {
  private record Outcome(int exitCode, String out, String err) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "demo",
        "platform",
        "cluster",
        "cluster start",
        "cluster status",
        "cluster submit",
        "cluster stop",
        "cluster supervise",
        "acl",
        "chaos",
        "job",
        "job scoring",
        "train",
        "deliver",
        "sink",
        "import",
        "export",
        "source",
        "source cdc",
        "evaluate",
        "model",
        "model push",
        "model shadow",
        "model canary",
        "model promote",
        "model rollback",
        "model retire",
        "model list",
        "model history",
        "model inspect",
        "model compare",
        "model import",
        "policy",
        "policy simulate",
        "replay",
        "tail",
        "explain",
        "skew",
        "topics",
        "topics create",
        "privacy",
        "privacy new-key",
        "privacy rotate",
        "history",
        "history export"
      })
  void everyCommandExplainsItself(String command) {
    Outcome outcome = run((command + " --help").trim().split(" "));

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).contains("Usage: tidewatch " + command.trim());
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void versionNamesTheParts() {
    assertThat(run("--version").out())
        .contains("tidewatch 0", "flink 2.", "kafka 4.", "avro 1.", "dl4j 1.", "java ")
        .doesNotContain("${");
  }

  @Test
  void unknownCommandIsAUsageErrorThatNamesIt() {
    Outcome outcome = run("demmo");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("demmo").contains("demo").contains("tidewatch --help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "job", "model", "topics", "history"})
  void missingCommandIsAUsageError(String command) {
    Outcome outcome = command.isEmpty() ? run() : run(command);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("missing command");
  }

  @Test
  void unknownTopicIsAUsageErrorThatListsTheKnownOnes() {
    Outcome outcome = run("tail", "purchase");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("unknown topic 'purchase'").contains("purchases");
  }

  @Test
  void aShareBelongsToAChallengerAndLiesBetweenZeroAndOne() {
    for (String wrong :
        List.of(
            "push x.zip --role challenger",
            "push x.zip --share 0.1",
            "push x.zip --role challenger --share 1.5",
            "push x.zip --role retired",
            "canary churn --share 0",
            "canary churn",
            "promote churn --role champion",
            "retire churn --role unknown")) {
      Outcome outcome = run(("model " + wrong).split(" "));
      assertThat(outcome.exitCode()).as(wrong).isEqualTo(2);
      assertThat(outcome.err()).as(wrong).contains("--");
    }
  }

  @Test
  void missingReleaseFileIsNamed() {
    Outcome outcome = run("model", "inspect", "no-such-release.zip");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("no-such-release.zip").doesNotContain("\tat ");
  }

  @Test
  void fileThatIsNoReleaseIsRefusedByAGate(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("release.zip"), "not a zip");

    Outcome outcome = run("model", "inspect", file.toString());

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("refused by gate FORMAT").doesNotContain("\tat ");
  }

  @Test
  void makesAMasterKeyOnceAndNeverPrintsIt(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("keys/master-key");

    Outcome outcome = run("privacy", "new-key", file.toString());

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .contains(file.toString())
        .doesNotContain(Files.readString(file).strip());
    Outcome again = run("privacy", "new-key", file.toString());
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("is there already").doesNotContain("\tat ");
  }

  @Test
  void makesAKeyPairOnceAndSaysHowToTrustIt(@TempDir Path folder) throws Exception {
    Path keys = folder.resolve("keys");

    Outcome outcome = run("model", "keys", "--out", keys.toString());

    assertThat(outcome.exitCode()).isZero();
    VerifyingKey half = VerifyingKey.read(keys.resolve("release.pub.pem"));
    assertThat(outcome.out())
        .contains(half.id())
        .contains("models.trusted-keys=" + half.base64())
        .contains("--key " + keys.resolve("release.pem"));
    assertThat(SigningKey.read(keys.resolve("release.pem")).verifyingKey()).isEqualTo(half);

    Outcome again = run("model", "keys", "--out", keys.toString());
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("there is a key already: " + keys.resolve("release.pem"));
  }

  @Test
  void signingNeedsAPrivateKey(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("key.pem"), "-----BEGIN PUBLIC KEY-----");

    Outcome outcome = run("model", "sign", "release.zip", "--key", file.toString());

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("key.pem is no private key")
        .contains("model keys --out DIR");
  }

  @Test
  void importNamesWhatItCannotImport(@TempDir Path folder) throws Exception {
    String file = Files.writeString(folder.resolve("m.onnx"), "not a model").toString();
    String card = Files.writeString(folder.resolve("card.md"), "# Card").toString();
    String out = folder.resolve("churn.zip").toString();
    assertThat(run("model", "keys", "--out", folder.toString()).exitCode()).isZero();

    Outcome outcome =
        run(
            "model import --onnx %s --name churn --version 1 --card %s --out %s --key %s"
                .formatted(file, card, out, folder.resolve("release.pem"))
                .split(" "));

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("m.onnx cannot be imported: this is no ONNX model")
        .doesNotContain("\tat ");
    assertThat(Path.of(out)).doesNotExist();
  }

  @Test
  void importNeedsExactlyOneModelFile() {
    Outcome outcome = run("model import --name churn --version 1 --card c --out o".split(" "));
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("--onnx").contains("--dl4j");
  }

  @Test
  void verboseShowsWhereAnErrorCameFrom() {
    assertThat(run("model", "inspect", "no-such-release.zip", "--verbose").err()).contains("\tat ");
    assertThat(run("--verbose", "model", "inspect", "no-such-release.zip").err()).contains("\tat ");
  }

  @Test
  void explainKnowsTwoLanguages() {
    Outcome outcome = run("explain", "x", "--language", "fr", "--kafka", "k:1", "--registry", "r");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("--language fr is not known; give en or zh");
  }

  @Test
  void skewChecksItsOptions() {
    assertThat(run("skew", "--share", "0").err()).contains("--share 0.0 must be above 0");
    assertThat(run("skew", "--threshold", "2").err()).contains("--threshold 2.0 must be from 0");
    assertThat(run("skew", "--every", "PT0S").err()).contains("--every PT0S must be longer");
    assertThat(run("skew", "--history", "missing").err())
        .contains("--history missing is not a folder");
  }

  @Test
  void replayNeedsExactlyOneSource() {
    assertThat(run("replay").err()).contains("either a FILE or --set NAME");
    assertThat(run("replay", "a.avro", "--set", "completejourney").exitCode()).isEqualTo(2);
  }

  @Test
  void replayOfAMissingFileNamesIt() {
    Outcome outcome = run("replay", "missing.avro", "--kafka", "localhost:1", "--registry", "x");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("missing.avro does not exist");
  }

  @Test
  void unknownDataSetListsTheKnownOnes(@TempDir Path folder) {
    Outcome outcome = run("history", "export", "--set", "nosuch", "--out", folder.toString());

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("nosuch").contains("completejourney");
  }

  @Test
  void absentDataSetIsNamedWithTheRemedy(@TempDir Path folder) {
    Outcome outcome =
        run(
            "history",
            "export",
            "--set",
            "cdnow",
            "--data",
            folder.toString(),
            "--out",
            folder.resolve("out").toString());

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("CDNOW_master").doesNotContain("\tat ");
  }

  @Test
  void trainingNeedsAHistory(@TempDir Path folder) {
    String out = folder.resolve("churn.zip").toString();

    assertThat(run("train", "churn", "--out", out).err())
        .contains("either --history DIR or --set NAME");
    assertThat(run("train", "churns", "--set", "completejourney", "--out", out).err())
        .contains("churns");
    assertThat(run("train", "churn", "--history", "missing", "--out", out).err())
        .contains("--history missing is not a folder");
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
