package io.tidewatch.cluster.node;

import io.tidewatch.cluster.plan.ClusterSecurity;
import io.tidewatch.connectors.registry.EmbeddedRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * The schema registry, until the process ends: {@code BOOTSTRAP-SERVERS PORT [SECURITY-FOLDER]}.
 */
public final class RegistryMain {
  private static final int SECURITY = 2;
  private static final Duration RIGHTS_WITHIN = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(300);

  private RegistryMain() {}

  /** Returns the arguments of the main class. */
  public static List<String> arguments(
      String bootstrapServers, int port, Optional<ClusterSecurity> security) {
    List<String> arguments = new ArrayList<>(List.of(bootstrapServers, Integer.toString(port)));
    security.ifPresent(given -> arguments.add(given.folder().toString()));
    return arguments;
  }

  /** On a new cluster the rights come a moment after the broker. */
  private static EmbeddedRegistry start(String[] args) throws InterruptedException {
    long deadline = System.nanoTime() + RIGHTS_WITHIN.toNanos();
    while (true) {
      try {
        return EmbeddedRegistry.start(
            args[0],
            "127.0.0.1",
            Integer.parseInt(args[1]),
            args.length > SECURITY
                ? Optional.of(new ClusterSecurity(Path.of(args[SECURITY])).registry())
                : Optional.empty());
      } catch (IllegalStateException e) {
        if (!(e.getCause() instanceof AuthorizationException) || System.nanoTime() > deadline) {
          throw e;
        }
        Thread.sleep(POLL.toMillis());
      }
    }
  }

  /** Runs the registry. */
  public static void main(String[] args) throws InterruptedException {
    EmbeddedRegistry registry;
    try {
      registry = start(args);
    } catch (RuntimeException e) {
      e.printStackTrace(System.err);
      System.exit(1); // threads of Kafka's clients would keep the process
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(registry::close, "stops the registry"));
    new CountDownLatch(1).await();
  }
}
