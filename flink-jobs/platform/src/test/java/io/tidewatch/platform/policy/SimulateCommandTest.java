package io.tidewatch.platform.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.platform.Tidewatch;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void printsOneDocumentAndDraws() throws Exception {
    assertThat(run("--decisions", "4000", "--seeds", "1", "--json", "--plots", folder.toString()))
        .isZero();
    JsonNode document = new ObjectMapper().readTree(out.toString());
    assertThat(document.at("/decisions").asInt()).isEqualTo(4_000);
    assertThat(document.at("/driftAt").asInt()).isEqualTo(2_000);
    assertThat(document.at("/strategies/static/ratio/mean").asDouble()).isEqualTo(1);
    assertThat(document.at("/strategies/oracle/ratio/mean").asDouble()).isGreaterThan(1);
    assertThat(document.at("/ratio/mean"))
        .isEqualTo(document.at("/strategies/thompson/ratio/mean"));
    assertThat(document.at("/markets/0/thompson/madeByOffer")).hasSize(40);
    assertThat(document.at("/markets/0/thompson/whyNot/OUTRANKED").asLong()).isPositive();
    assertThat(Files.readString(folder.resolve("reward.svg")))
        .contains("What policies bring", "thompson", "oracle");
  }

  @Test
  void refusesRunsThatTellNothing() {
    assertThat(run("--decisions", "10")).isEqualTo(2);
    assertThat(err.toString()).contains("decisions=10 must be 4000 to 10000000");
    assertThat(run("--seeds", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--seeds 0 must be 1 to 100");
  }

  private int run(String... options) {
    String[] args = new String[options.length + 2];
    args[0] = "policy";
    args[1] = "simulate";
    System.arraycopy(options, 0, args, 2, options.length);
    return Tidewatch.execute(
        Tidewatch.commandLine(), new PrintWriter(out), new PrintWriter(err), args);
  }
}
