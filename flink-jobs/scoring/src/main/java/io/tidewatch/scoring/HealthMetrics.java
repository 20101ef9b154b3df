package io.tidewatch.scoring;

import io.tidewatch.models.monitor.Auc;
import io.tidewatch.models.monitor.FeatureDrift;
import io.tidewatch.models.monitor.ModelWatch;
import io.tidewatch.models.monitor.ModelWindow;
import io.tidewatch.models.monitor.Occasion;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.accumulators.DoubleCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.MetricGroup;

/**
 * Shows how the models that serve do: as metrics under {@code model.SLOT} and {@code
 * model.SLOT.feature.NAME}, and as accumulators ({@link ModelHealth}), by which whoever runs the
 * job in one process sees them without a reporter. One thread; readers of metrics may be others.
 */
final class HealthMetrics {
  /** Fewer vectors give an index that is mostly noise. */
  private static final long MIN_VECTORS = 200;

  private final RuntimeContext runtime;
  private final Map<String, DoubleCounter> values = new HashMap<>();

  HealthMetrics(RuntimeContext runtime) {
    this.runtime = runtime;
  }

  /** Shows a slot as it is now. */
  void show(String key, ModelWatch watch) {
    ModelWindow recent = watch.recent();
    set(key, "", "scorings", watch.scorings());
    set(key, "", "tripped", watch.tripped() ? 1 : 0);
    set(key, "", "scoringMicros", recent.medianNanos() / 1e3);
    set(key, "", "matured", watch.truth().size());
    set(key, "", "auc", watch.truth().auc().map(Auc::value).orElse(Double.NaN));
    set(
        key,
        "",
        "calibrationError",
        watch.truth().size() == 0 ? Double.NaN : watch.truth().calibrationError());
    for (Occasion occasion : Occasion.values()) {
      show(key, occasion, watch, recent);
    }
  }

  private void show(String key, Occasion occasion, ModelWatch watch, ModelWindow recent) {
    String suffix = occasion == Occasion.REGULAR ? "Regular" : "Event";
    set(key, "", "meanScore" + suffix, recent.scores(occasion).mean());
    watch
        .reference()
        .flatMap(reference -> reference.sample(occasion))
        .ifPresent(
            sample ->
                set(
                    key,
                    "",
                    "scorePsi" + suffix,
                    recent.scores(occasion).count() < MIN_VECTORS
                        ? Double.NaN
                        : sample.histogram().psi(recent.scores(occasion))));
    recent
        .features(occasion)
        .ifPresent(
            counts -> {
              boolean enough = counts.count() >= MIN_VECTORS;
              for (FeatureDrift drift : counts.drift()) {
                set(key, drift.name(), "psi" + suffix, enough ? drift.psi() : Double.NaN);
                set(key, drift.name(), "missing" + suffix, enough ? drift.missing() : Double.NaN);
              }
            });
  }

  private void set(String key, String feature, String metric, double value) {
    DoubleCounter counter =
        values.computeIfAbsent(
            ModelHealth.accumulator(key, feature, metric),
            name -> shown(name, key, feature, metric));
    counter.resetLocal();
    counter.add(value);
  }

  private DoubleCounter shown(String name, String key, String feature, String metric) {
    DoubleCounter counter = new DoubleCounter();
    runtime.addAccumulator(name, counter);
    MetricGroup group = runtime.getMetricGroup().addGroup("model", key);
    if (!feature.isEmpty()) {
      group = group.addGroup("feature", feature);
    }
    group.gauge(metric, counter::getLocalValuePrimitive);
    return counter;
  }
}
