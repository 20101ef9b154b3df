package io.tidewatch.benchmarks.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.benchmarks.BenchCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command as it is called, in its short version: a real kill, a real restore. */
class RecoveryBenchmarkIT {
  @Test
  void aKillInTheMiddleOfTheLoadChangesNoDecision() throws Exception {
    StringWriter out = new StringWriter();
    CommandLine bench = new CommandLine(new BenchCommand()).setOut(new PrintWriter(out));

    int code = bench.execute("recovery", "--quick", "--json");

    assertThat(code).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    // Every event is logged, and is there again after the kill, bit for bit.
    assertThat(json.at("/details/equal").asLong()).isGreaterThan(6_000);
    assertThat(json.at("/details/lost").asLong()).isZero();
    assertThat(json.at("/details/unexpected").asLong()).isZero();
    assertThat(json.at("/details/differing").asLong()).isZero();
    assertThat(json.get("rows")).hasSize(1);
    assertThat(json.at("/rows/0/sent").asLong()).isBetween(3_000L, 5_999L);
  }
}
