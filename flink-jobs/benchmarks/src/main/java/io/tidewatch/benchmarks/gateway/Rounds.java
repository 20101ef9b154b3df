package io.tidewatch.benchmarks.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.benchmarks.pipeline.Cores;
import io.tidewatch.benchmarks.report.BenchReport;
import io.tidewatch.benchmarks.workload.Fork;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How often and how long a gateway is put under load, and how a round is reported. */
final class Rounds {
  /** How long a process may take to answer. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Repetitions. Default: ${DEFAULT-VALUE}.")
  private int count;

  private Duration length;
  private Duration warmUp;

  /**
   * @param length of one round
   * @param warmUp before the first
   */
  Rounds(Duration length, Duration warmUp) {
    this.length = length;
    this.warmUp = warmUp;
  }

  /** Makes it one round of half a second. */
  void shorten() {
    count = 1;
    length = Duration.ofMillis(500);
    warmUp = length;
  }

  int count() {
    return count;
  }

  double seconds() {
    return length.toMillis() / 1e3;
  }

  /** Says in a report what was measured how. */
  void describe(BenchReport report) {
    report
        .parameter("rounds", count)
        .parameter("secondsPerRound", seconds())
        .parameter("cores", Cores.describe() + ", load on the broker's")
        .parameter("jvm", String.join(" ", GatewayForks.JVM));
  }

  /** Begins what the process that makes the load is told. */
  ObjectNode plan(String url, String secret) {
    return Fork.object()
        .put("url", url)
        .put("secret", secret)
        .put("millis", length.toMillis())
        .put("warmUpMillis", warmUp.toMillis());
  }

  /** Returns how far a round is, for the line of progress. */
  double share(int round) {
    return (double) round / count;
  }

  String name(int round) {
    return "round " + (round + 1) + " of " + count;
  }

  /** Writes latencies in milliseconds, as the process that makes the load answers them. */
  static void put(BenchReport.Row row, JsonNode latencies) {
    row.put("p50Millis", latencies.get("p50").asDouble())
        .put("p99Millis", latencies.get("p99").asDouble())
        .put("p999Millis", latencies.get("p999").asDouble())
        .put("maxMillis", latencies.get("max").asDouble());
  }
}
