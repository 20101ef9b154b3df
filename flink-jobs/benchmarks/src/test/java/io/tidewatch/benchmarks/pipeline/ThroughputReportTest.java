package io.tidewatch.benchmarks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.benchmarks.report.BenchReport;
import io.tidewatch.benchmarks.report.Machine;
import io.tidewatch.benchmarks.workload.Fork;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThroughputReportTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void ratiosAreMediansOfTheRatiosOfEachRound() {
    ObjectNode json =
        json(
            List.of(
                round(outcome(Contender.SCORING, 100), outcome(Contender.STATE_ONLY, 50)),
                round(outcome(Contender.SCORING, 300), outcome(Contender.STATE_ONLY, 100)),
                round(outcome(Contender.SCORING, 200), outcome(Contender.STATE_ONLY, 160))));
    assertThat(json.at("/ratios/scoring~1stateOnly").asDouble()).isEqualTo(2);
    assertThat(json.at("/ratios/stateOnly~1scoring").asDouble()).isEqualTo(0.5);
    assertThat(json.at("/spread/scoring~1stateOnly/min").asDouble()).isEqualTo(1.25);
    assertThat(json.at("/spread/scoring~1stateOnly/max").asDouble()).isEqualTo(3);
    assertThat(json.get("stateBytesPerCustomer").asDouble()).isEqualTo(900);
  }

  @Test
  void aRowShowsMedianAndSpreadAndWhatTheContenderHas() {
    Outcome scoring = outcome(Contender.SCORING, 100);
    ((ObjectNode) scoring.json()).put("outputs", 500).put("stateBytes", 12_000);
    ((ObjectNode) scoring.json()).putArray("checkpointMillis").add(40).add(10).add(20);
    ((ObjectNode) scoring.json()).putObject("metrics").put("hits", 60).put("misses", 40);
    ObjectNode json = json(List.of(round(scoring, outcome(Contender.RAW_ROCKSDB, 400))));
    var row = json.at("/rows/0");
    assertThat(row.get("contender").asText()).isEqualTo("scoring");
    assertThat(row.get("eventsPerCpuSecond").asDouble()).isEqualTo(100);
    assertThat(row.get("checkpointP99Millis").asLong()).isEqualTo(40);
    assertThat(row.get("outputsPerEvent").asDouble()).isEqualTo(0.5);
    assertThat(row.get("cacheHitRate").asDouble()).isCloseTo(0.6, within(1e-9));
    assertThat(row.get("diskBytesPerCustomer").asDouble()).isEqualTo(1_200);
    assertThat(json.at("/rows/1").has("cacheHitRate")).isFalse();
  }

  private static ObjectNode json(List<List<Outcome>> rounds) {
    BenchReport report = new BenchReport("throughput", NOW, Machine.here());
    List<Contender> contenders = rounds.get(0).stream().map(Outcome::contender).toList();
    new ThroughputReport(contenders, rounds, 10).write(report, 900);
    return report.json();
  }

  private static List<Outcome> round(Outcome... outcomes) {
    return List.of(outcomes);
  }

  private static Outcome outcome(Contender contender, double eventsPerCpuSecond) {
    return new Outcome(
        contender,
        Fork.object()
            .put("events", 1_000)
            .put("eventsPerCpuSecond", eventsPerCpuSecond)
            .put("eventsPerSecond", eventsPerCpuSecond / 2));
  }
}
