package io.tidewatch.platform.skew;

import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.GaugeMetricFamily;
import io.prometheus.client.exporter.HTTPServer;
import io.tidewatch.training.skew.FeatureSkew;
import io.tidewatch.training.skew.SkewReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;

/**
 * Serves the newest result in Prometheus' text format on the loopback address: {@code
 * tidewatch_skew_share} and {@code tidewatch_skew_max_relative_error} by feature, {@code
 * tidewatch_skew_decisions}, and {@code tidewatch_skew_measured_seconds} (since 1970). Safe for use
 * by several threads.
 */
final class SkewMetrics implements AutoCloseable {
  private final Values values = new Values();
  private final HTTPServer server;

  private SkewMetrics(int port) throws IOException {
    CollectorRegistry registry = new CollectorRegistry();
    registry.register(values);
    server =
        new HTTPServer.Builder()
            .withInetAddress(InetAddress.getLoopbackAddress())
            .withPort(port)
            .withRegistry(registry)
            .withDaemonThreads(true)
            .build();
  }

  /**
   * Starts serving; nothing is there before the first result.
   *
   * @param port port to listen on, 0 for a free one
   * @throws UncheckedIOException if the port is taken
   */
  static SkewMetrics start(int port) {
    try {
      return new SkewMetrics(port);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot serve metrics on port " + port + "; choose another with --metrics-port", e);
    }
  }

  /** Serves this result from now on. */
  void show(SkewReport report, Instant measuredAt) {
    values.newest = new Result(report, measuredAt);
  }

  /** Returns where they are served. */
  String url() {
    return "http://127.0.0.1:" + server.getPort() + "/metrics";
  }

  @Override
  public void close() {
    server.close();
  }

  private record Result(SkewReport report, Instant measuredAt) {}

  private static final class Values extends Collector {
    private volatile Result newest; // null before the first

    @Override
    public List<MetricFamilySamples> collect() {
      Result result = newest;
      if (result == null) {
        return List.of();
      }
      GaugeMetricFamily share =
          new GaugeMetricFamily(
              "tidewatch_skew_share",
              "Share of logged values of a feature that are not those of the training.",
              List.of("feature"));
      GaugeMetricFamily error =
          new GaugeMetricFamily(
              "tidewatch_skew_max_relative_error",
              "Largest relative error of a feature against the training.",
              List.of("feature"));
      for (FeatureSkew feature : result.report().features()) {
        share.addMetric(List.of(feature.feature()), feature.share());
        error.addMetric(List.of(feature.feature()), feature.maxRelativeError());
      }
      return List.of(
          share,
          error,
          new GaugeMetricFamily(
              "tidewatch_skew_decisions",
              "Decisions that were compared.",
              result.report().decisions()),
          new GaugeMetricFamily(
              "tidewatch_skew_measured_seconds",
              "When it was measured, seconds since 1970.",
              result.measuredAt().toEpochMilli() / 1_000.0));
    }
  }
}
