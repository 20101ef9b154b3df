package io.tidewatch.benchmarks.pipeline;

import java.util.Properties;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Gives Flink the {@link MetricTap} of this process; Flink finds it as a service. */
public final class MetricTapFactory implements MetricReporterFactory {
  @Override
  public MetricTap createMetricReporter(Properties properties) {
    return MetricTap.instance();
  }
}
