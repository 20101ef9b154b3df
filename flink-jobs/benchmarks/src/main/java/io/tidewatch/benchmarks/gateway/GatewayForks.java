package io.tidewatch.benchmarks.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.benchmarks.pipeline.ClassPaths;
import io.tidewatch.benchmarks.pipeline.Cores;
import io.tidewatch.benchmarks.pipeline.PinnedJvm;
import io.tidewatch.benchmarks.workload.Fork;
import io.tidewatch.connectors.gateway.query.Scope;
import io.tidewatch.platform.embedded.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Starts the gateway and its load as processes of their own, and talks to them. */
final class GatewayForks {
  static final List<String> JVM =
      List.of("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC", "-XX:ParallelGCThreads=1");

  private GatewayForks() {}

  /**
   * Starts the gateway on the contender's core; it says {@code ready} with its {@code url}.
   *
   * @param writeKey key of trackers
   * @param token token of clients, with all scopes
   */
  static PinnedJvm gateway(Connection connection, String writeKey, String token, Path folder) {
    ObjectNode config =
        Fork.object()
            .put("gateway.port", "0")
            .put("gateway.server-keys.bench", writeKey)
            .put("gateway.events-per-second", "1000000")
            .put("gateway.tokens.bench", token)
            .put("gateway.scopes.bench", Scope.all())
            .put("gateway.store.directory", store(folder).toString());
    connection.entries().forEach(config::put);
    return fork(GatewayMain.class, config, Cores.CONTENDER, folder.resolve("gateway.log"));
  }

  /** Returns the folder of the gateway's store. */
  static Path store(Path folder) {
    return folder.resolve("store");
  }

  /** Starts a load on the broker's core. */
  static PinnedJvm load(Class<?> main, ObjectNode plan, Path folder) {
    return fork(main, plan, Cores.BROKER, folder.resolve("load.log"));
  }

  /** Waits until the load is idle, tells it what to do, and waits for what it says of that. */
  static JsonNode ask(PinnedJvm load, String what, Duration patience) throws InterruptedException {
    load.await("idle", patience);
    load.tell(what);
    return load.await(what, patience);
  }

  /** Waits until the gateway's store has all that the topics hold. */
  static void awaitCaughtUp(String url, String token, Duration patience)
      throws InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest health =
        HttpRequest.newBuilder(URI.create(url + "/api/v1/health"))
            .header("Authorization", "Bearer " + token)
            .build();
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (!client
          .send(health, HttpResponse.BodyHandlers.ofString())
          .body()
          .contains("\"caughtUp\":true")) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("the store was not filled in " + patience);
        }
        Thread.sleep(100);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the gateway does not answer", e);
    }
  }

  private static PinnedJvm fork(Class<?> main, ObjectNode arguments, int core, Path log) {
    return PinnedJvm.start(
        new PinnedJvm.Plan(
            main.getName(), ClassPaths.own(), JVM, Optional.of(core), arguments, log));
  }
}
