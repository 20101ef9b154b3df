package io.tidewatch.benchmarks.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.prometheus.client.CollectorRegistry;
import io.tidewatch.benchmarks.workload.Fork;
import io.tidewatch.platform.gateway.GatewayConfig;
import io.tidewatch.platform.gateway.RunningGateway;
import java.util.HashMap;
import java.util.Map;

/** The gateway in a process of its own, on one core. */
final class GatewayMain {
  private GatewayMain() {}

  /** Runs the gateway of the configuration that is the only argument until it is killed. */
  public static void main(String[] args) {
    Fork.run(args, GatewayMain::run);
  }

  private static void run(JsonNode entries, Fork fork) throws InterruptedException {
    Map<String, String> config = new HashMap<>();
    entries.properties().forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
    try (RunningGateway gateway =
        RunningGateway.start(GatewayConfig.of(config), new CollectorRegistry())) {
      fork.say("ready", Fork.object().put("url", gateway.url()));
      fork.await();
    }
  }
}
