package io.tidewatch.connectors.kafka;

import io.tidewatch.connectors.embedded.EmbeddedKafka;
import io.tidewatch.connectors.registry.EmbeddedRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The embedded platform's registry. */
class EmbeddedRegistryContractIT extends RegistryContract {
  @TempDir static Path directory;
  private static EmbeddedKafka kafka;
  private static EmbeddedRegistry registry;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(directory);
    registry = EmbeddedRegistry.start(kafka.bootstrapServers());
  }

  @AfterAll
  static void stop() {
    registry.close();
    kafka.close();
  }

  @Override
  String url() {
    return registry.url();
  }
}
