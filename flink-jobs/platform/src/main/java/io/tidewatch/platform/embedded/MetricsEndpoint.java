package io.tidewatch.platform.embedded;

import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import io.prometheus.client.exporter.HTTPServer;
import io.prometheus.client.hotspot.GarbageCollectorExports;
import io.prometheus.client.hotspot.MemoryPoolsExports;
import io.prometheus.client.hotspot.StandardExports;
import io.tidewatch.scoring.BudgetFigure;
import io.tidewatch.scoring.EventCounts;
import io.tidewatch.scoring.ModelHealth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Serves metrics in Prometheus' text format on the loopback address: the process's memory and
 * garbage collection, {@code tidewatch_events_total} by topic and outcome (folded, duplicate,
 * dead_lettered, late), which goes back with the job when that restarts from a checkpoint, {@code
 * tidewatch_model_health} by slot, feature and metric ({@link ModelHealth}), and {@code
 * tidewatch_budget} by kind, id and metric ({@link BudgetFigure}). Safe for use by several threads.
 */
public final class MetricsEndpoint implements AutoCloseable {
  private final HTTPServer server;
  private final MetricsAccess access;
  private final CollectorRegistry registry;

  private MetricsEndpoint(HTTPServer server, MetricsAccess access, CollectorRegistry registry) {
    this.server = server;
    this.access = access;
    this.registry = registry;
  }

  /**
   * Starts serving the metrics of an embedded platform.
   *
   * @param counts the job's counts by topic name, asked at every scrape
   * @param health how the job's models do, asked at every scrape
   * @param budgets how budgets stand, asked at every scrape
   * @param port port to listen on, 0 for a free one
   * @throws UncheckedIOException if the port is taken
   */
  public static MetricsEndpoint start(
      Supplier<Map<String, EventCounts>> counts,
      Supplier<List<ModelHealth>> health,
      Supplier<List<BudgetFigure>> budgets,
      int port) {
    MetricsEndpoint endpoint = start(port);
    endpoint.registry.register(new Events(counts));
    endpoint.registry.register(new Models(health));
    endpoint.registry.register(new Budgets(budgets));
    return endpoint;
  }

  /**
   * Starts serving the metrics of this process.
   *
   * @param port port to listen on, 0 for a free one
   * @throws UncheckedIOException if the port is taken
   */
  public static MetricsEndpoint start(int port) {
    return start(MetricsAccess.loopback(port));
  }

  /**
   * Starts serving the metrics of this process to others.
   *
   * @param host interface to listen on
   * @param port port to listen on, 0 for a free one
   * @throws UncheckedIOException if the port is taken, or there is no such interface
   */
  public static MetricsEndpoint start(String host, int port) {
    return start(new MetricsAccess(host, port, Optional.empty(), Optional.empty()));
  }

  /**
   * Starts serving the metrics of this process as a configuration says.
   *
   * @throws UncheckedIOException if the port is taken, there is no such interface, or the token
   *     cannot be read
   * @throws IllegalArgumentException if the certificate or the token is none
   */
  public static MetricsEndpoint start(MetricsAccess access) {
    CollectorRegistry registry = new CollectorRegistry();
    registry.register(new StandardExports());
    registry.register(new MemoryPoolsExports());
    registry.register(new GarbageCollectorExports());
    try {
      HTTPServer.Builder server =
          new HTTPServer.Builder()
              .withInetAddress(InetAddress.getByName(access.host()))
              .withPort(access.port())
              .withRegistry(registry)
              .withDaemonThreads(true);
      access.apply(server);
      return new MetricsEndpoint(server.build(), access, registry);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot serve metrics on "
              + access.host()
              + ":"
              + access.port()
              + "; choose another port with --metrics-port or in the configuration",
          e);
    }
  }

  /** Returns where parts of the process register further metrics. */
  public CollectorRegistry registry() {
    return registry;
  }

  /** Returns where they are served. */
  public String url() {
    return access.url(server.getPort());
  }

  @Override
  public void close() {
    server.close();
  }

  /** The job's counts as one counter family. */
  private static final class Events extends Collector {
    private final Supplier<Map<String, EventCounts>> counts;

    Events(Supplier<Map<String, EventCounts>> counts) {
      this.counts = counts;
    }

    @Override
    public List<MetricFamilySamples> collect() {
      CounterMetricFamily family =
          new CounterMetricFamily(
              "tidewatch_events",
              "Events that the scoring job has processed.",
              List.of("topic", "outcome"));
      counts
          .get()
          .forEach(
              (topic, count) -> {
                family.addMetric(List.of(topic, "folded"), count.folded());
                family.addMetric(List.of(topic, "duplicate"), count.duplicate());
                family.addMetric(List.of(topic, "dead_lettered"), count.deadLettered());
                family.addMetric(List.of(topic, "late"), count.late());
              });
      return List.of(family);
    }
  }

  /** What the guards see, as one gauge family. */
  private static final class Models extends Collector {
    private final Supplier<List<ModelHealth>> health;

    Models(Supplier<List<ModelHealth>> health) {
      this.health = health;
    }

    @Override
    public List<MetricFamilySamples> collect() {
      GaugeMetricFamily family =
          new GaugeMetricFamily(
              "tidewatch_model_health",
              "How scores and features of the models that serve have moved; NaN while too little is"
                  + " known.",
              List.of("slot", "feature", "metric"));
      for (ModelHealth one : health.get()) {
        family.addMetric(List.of(one.slot(), one.feature(), one.metric()), one.value());
      }
      return List.of(family);
    }
  }

  /** How budgets stand, as one gauge family. */
  private static final class Budgets extends Collector {
    private final Supplier<List<BudgetFigure>> budgets;

    Budgets(Supplier<List<BudgetFigure>> budgets) {
      this.budgets = budgets;
    }

    @Override
    public List<MetricFamilySamples> collect() {
      GaugeMetricFamily family =
          new GaugeMetricFamily(
              "tidewatch_budget",
              "How budgets stand: of limited offers in pieces, at the newest checkpoint; of desks'"
                  + " retention actions of the day in minor units.",
              List.of("kind", "id", "metric"));
      for (BudgetFigure one : budgets.get()) {
        family.addMetric(List.of(one.kind(), one.id(), one.metric()), one.value());
      }
      return List.of(family);
    }
  }
}
