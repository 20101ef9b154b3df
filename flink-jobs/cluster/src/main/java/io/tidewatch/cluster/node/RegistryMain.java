package io.tidewatch.cluster.node;

import io.tidewatch.connectors.registry.EmbeddedRegistry;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The schema registry, until the process ends: {@code BOOTSTRAP-SERVERS PORT}. */
public final class RegistryMain {
  private RegistryMain() {}

  /** Returns the arguments of the main class. */
  public static List<String> arguments(String bootstrapServers, int port) {
    return List.of(bootstrapServers, Integer.toString(port));
  }

  /** Runs the registry. */
  public static void main(String[] args) throws InterruptedException {
    EmbeddedRegistry registry;
    try {
      registry = EmbeddedRegistry.start(args[0], "127.0.0.1", Integer.parseInt(args[1]));
    } catch (RuntimeException e) {
      e.printStackTrace(System.err);
      System.exit(1); // threads of Kafka's clients would keep the process
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(registry::close, "stops the registry"));
    new CountDownLatch(1).await();
  }
}
