package io.tidewatch.benchmarks.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.benchmarks.workload.CustomerStates;
import io.tidewatch.benchmarks.workload.Fork;
import io.tidewatch.platform.embedded.Connection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What all contenders of one bench begin with, made once: releases in service, and a grown state
 * for every customer.
 *
 * @param scoring checkpoint from which the scoring job goes on: all states and timers, models,
 *     offers and policy in service, the event topics read from their beginning
 * @param bytes checkpoint from which a job goes on whose operator {@code bytes} keeps the same
 *     states as plain bytes
 * @param states the customers' states as {@link CustomerStates} reads them
 * @param models folder with {@code churn.zip} and {@code recommender.zip}
 * @param meanStateBytes mean size of a customer's state
 */
public record Prefill(Path scoring, Path bytes, Path states, Path models, double meanStateBytes) {
  /** Offers in the market where a benchmark does not say otherwise. */
  public static final int OFFERS = 10;

  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final List<String> OPTIONS =
      List.of("-Xmx2g", "-XX:+UseParallelGC", "-XX:ParallelGCThreads=1");

  /**
   * Trains releases, announces them with offers and a policy, and fills the states. The event
   * topics must be empty. Uses all cores: about a minute for a million customers.
   *
   * @param connection a broker with all topics and a registry
   * @param customers how many
   * @param market the offers that are live, and the policy
   * @param pasts folder for releases and grown states, which are the same for all; made if it holds
   *     none
   * @param directory for everything else; may not be removed while anybody goes on from it
   */
  static Prefill make(
      Connection connection, int customers, Market market, Path pasts, Path directory)
      throws InterruptedException {
    Path made = directory.toAbsolutePath();
    try (PinnedJvm process =
        PinnedJvm.start(
            new PinnedJvm.Plan(
                PrefillMain.class.getName(),
                ClassPaths.own(),
                OPTIONS,
                Optional.empty(),
                Fork.object()
                    .put("bootstrapServers", connection.bootstrapServers())
                    .put("registryUrl", connection.registryUrl())
                    .put("customers", customers)
                    .put("offers", market.size())
                    .put("free", market.free())
                    .put("pasts", pasts.toAbsolutePath().toString())
                    .put("directory", made.toString()),
                made.resolve("prefill.log")))) {
      JsonNode done = process.await("filled", TIMEOUT);
      return new Prefill(
          Path.of(done.get("scoring").asText()),
          Path.of(done.get("bytes").asText()),
          Path.of(done.get("states").asText()),
          Path.of(done.get("models").asText()),
          done.get("meanStateBytes").asDouble());
    }
  }
}
