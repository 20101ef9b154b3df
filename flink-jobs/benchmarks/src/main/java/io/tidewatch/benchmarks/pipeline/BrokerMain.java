package io.tidewatch.benchmarks.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.benchmarks.workload.Fork;
import io.tidewatch.connectors.embedded.EmbeddedKafka;
import io.tidewatch.connectors.registry.EmbeddedRegistry;
import java.nio.file.Path;

/** The process of {@link BrokerProcess}. */
final class BrokerMain {
  private BrokerMain() {}

  /** Runs broker and registry until it is killed. */
  public static void main(String[] args) {
    Fork.run(args, BrokerMain::run);
  }

  private static void run(JsonNode plan, Fork fork) throws InterruptedException {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(plan.get("directory").asText()));
        EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers())) {
      fork.say(
          "ready",
          Fork.object()
              .put("bootstrapServers", kafka.bootstrapServers())
              .put("registryUrl", registry.url()));
      fork.await();
    }
  }
}
